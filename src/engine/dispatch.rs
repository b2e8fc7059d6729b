//! The widest vector instructions that the processor has, chosen while the program runs.
//!
//! What runs there gives the same bytes as anywhere: no operation is fused or reordered by the choice. Who wants to see that, or what the choice is worth,
//! sets the environment variable `ADIT_PORTABLE`: then only what every processor of the platform has is used.

use std::sync::LazyLock;

use pulp::Arch;

static ARCH: LazyLock<Arch> = LazyLock::new(|| if std::env::var_os("ADIT_PORTABLE").is_some() { Arch::Scalar } else { Arch::new() });

/// Runs `work`, all of it that is inlined, with the widest instructions there are.
#[inline(always)]
pub fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    ARCH.dispatch(work)
}

/// The instructions chosen, for the few places that shuffle registers themselves.
#[cfg(target_arch = "x86_64")]
pub fn arch() -> Arch {
    *ARCH
}
