//! `table!`: from one declaration of a table's keys its struct, form, reader, writer, visitor and defaults.

use crate::units::Place;

use super::grammar::{Form, Key, Range};
use super::model::Input;
use super::reader::{Fields, Reader};
use super::write::Section;

/// An input, the dotted path under which it is drawn, and what its key says of it.
#[derive(Clone, Debug)]
pub struct Located<'s> {
    /// The file's own keys: `nodes.mine.capacity`.
    pub path: String,
    /// The range of the quantity that it stands for.
    pub range: Range,
    /// Its unit; empty for factors, weights and drivers.
    pub unit: &'static str,
    /// The key in which it stands.
    pub key: &'static str,
    /// What reports call the key.
    pub words: &'static str,
    /// The input.
    pub input: &'s Input,
}

/// A kind of table of the scenario language.
pub trait Table: Sized {
    /// Its keys.
    const FORM: &'static Form;

    /// Reads it; `None` where nothing can be made of it, which was reported.
    fn read(reader: &mut Reader, fields: &Fields) -> Option<Self>;

    /// Writes what it holds.
    fn write(&self, section: &mut Section);

    /// Finds every input in it; `path` is its own.
    fn visit<'s>(&'s self, path: &str, found: &mut Vec<Located<'s>>);

    /// Writes out the defaults of its keys; they stand at `place`.
    fn fill(&mut self, place: Place);
}

/// What a key of a table can hold.
pub trait Field: Sized {
    /// The shape of such a key; a declaration may narrow it.
    const SHAPE: super::grammar::Shape;

    /// Reads the value of a key and reports what is wrong with it.
    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self;

    /// Writes it, where there is something to write.
    fn write(&self, key: &Key, section: &mut Section);

    /// Finds every input in it; `path` is that of the table.
    fn visit<'s>(&'s self, _key: &Key, _path: &str, _found: &mut Vec<Located<'s>>) {}

    /// Writes out its default.
    fn fill(&mut self, _key: &Key, _place: Place) {}
}

/// Declares a kind of table.
///
/// ```text
/// table! {
///     /// `[nodes.NAME]`.
///     Node, node = "a node", sourced();
///     /// what the key means: documentation of the field and of the key's row in the manual
///     capacity: Option<PerMineral>, unit("t/yr"), within(NonNegative), otherwise("no limit");
///     recovery as "yield": Option<PerMineral>, unit("share"), within(Share), default(1.0);
///     check Reader::check_node;      // further checks, before the keys are read
/// }
/// ```
///
/// What follows a type or the name of a form are methods of [`Key`] and [`Form`]. The second name is that of the module that holds the keys:
/// `node::capacity` is the [`Key`]. Optional at the end, in this order: `check` a function that looks at the table before it is read, `read` a
/// function in place of the reader, `place` the field that keeps where the table stands. `Node: Default, node = …` derives a further trait.
macro_rules! table {
    (
        $(#[doc = $about:literal])+
        $Struct:ident $(: $derive:ident)?, $keys:ident = $what:literal $(, $option:ident($($value:expr),*))*;
        $( $(#[doc = $doc:literal])+ $field:ident $(as $name:literal)?: $Type:ty $(, $method:ident($($argument:expr),*))*; )*
        $(check $check:path;)?
        $(read $read:path;)?
        $(place $place:ident;)?
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq $(, $derive)?)]
        pub struct $Struct {
            $( $(#[doc = $doc])+ pub $field: $Type, )*
            $( /// Where the table stands.
               pub $place: $crate::units::Place, )?
        }

        #[doc = concat!("Keys of ", $what, ".")]
        #[allow(non_upper_case_globals, missing_docs, unused_imports)]
        pub mod $keys {
            use super::*;
            use $crate::scenario::grammar::Range::*;
            use $crate::scenario::grammar::{Form, Key, Layout, Plain, Shape};
            $( pub static $field: Key = Key::new(
                table!(@name $field $($name)?), <$Type as $crate::scenario::table::Field>::SHAPE, concat!($($doc),+)
            )$(.$method($($argument),*))*; )*
            pub(in crate::scenario) static FORM: Form = Form::new($what, &[$(&$field),*])$(.$option($($value),*))*;
        }

        impl $crate::scenario::table::Table for $Struct {
            const FORM: &'static $crate::scenario::grammar::Form = &$keys::FORM;

            table!(@read $keys, ($($field)*), ($($check)?), ($($read)?), ($($place)?));

            fn write(&self, section: &mut $crate::scenario::write::Section) {
                $( $crate::scenario::table::Field::write(&self.$field, &$keys::$field, section); )*
            }

            fn visit<'s>(&'s self, path: &str, found: &mut Vec<$crate::scenario::table::Located<'s>>) {
                $( $crate::scenario::table::Field::visit(&self.$field, &$keys::$field, path, found); )*
            }

            fn fill(&mut self, place: $crate::units::Place) {
                let given = $crate::scenario::write::Section::of(self);
                $( if $keys::$field.applies(|key| given.has(key)) {
                    $crate::scenario::table::Field::fill(&mut self.$field, &$keys::$field, place);
                } )*
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@read $keys:ident, ($($field:ident)*), (), ($read:path), ($($place:ident)?)) => {
        fn read(reader: &mut $crate::scenario::reader::Reader, fields: &$crate::scenario::reader::Fields) -> Option<Self> {
            $read(reader, fields)
        }
    };
    (@read $keys:ident, ($($field:ident)*), ($($check:path)?), (), ($($place:ident)?)) => {
        fn read(reader: &mut $crate::scenario::reader::Reader, fields: &$crate::scenario::reader::Fields) -> Option<Self> {
            $( $check(reader, fields); )?
            Some(Self {
                $( $field: $crate::scenario::table::Field::read(reader, fields, &$keys::$field), )*
                $( $place: fields.place, )?
            })
        }
    };
}

pub(in crate::scenario) use table;
