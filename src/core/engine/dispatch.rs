//! Selection of the widest vector instructions of the processor at run time.
//!
//! The results are the same bytes with all instruction sets, because no operation is fused or reordered. The environment variable `ADIT_PORTABLE` restricts
//! the program to the instructions that every processor of the platform has. It is read here, not on the command line, because it serves to test and to
//! measure this module only and cannot change any result.

use std::sync::LazyLock;

use pulp::Arch;

static ARCH: LazyLock<Arch> = LazyLock::new(|| if std::env::var_os("ADIT_PORTABLE").is_some() { Arch::Scalar } else { Arch::new() });

/// Runs `work` with the widest instructions; this covers only what is inlined into it.
#[inline(always)]
pub fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    ARCH.dispatch(work)
}

/// The instruction set chosen, for the few places that use intrinsics.
#[cfg(target_arch = "x86_64")]
pub fn arch() -> Arch {
    *ARCH
}
