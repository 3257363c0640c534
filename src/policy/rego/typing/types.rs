//! What is known of a value of a module.

use crate::policy::lint::{Member, Shape};

/// What is known of a value.
#[derive(Clone, Debug)]
pub(super) enum Type<'s> {
    Unknown,
    /// A value of the input.
    Input(Shape<'s>),
    /// A list or set of such values.
    Many(Box<Type<'s>>),
}

pub(super) fn named<'s>(from: &Type<'s>, name: &str) -> Type<'s> {
    match from {
        Type::Input(shape) => match shape.member(name) {
            Member::Known(shape) => Type::Input(shape),
            Member::Open(_) | Member::Missing(_) => Type::Unknown,
        },
        Type::Unknown | Type::Many(_) => Type::Unknown,
    }
}

pub(super) fn element(from: Type<'_>) -> Type<'_> {
    match from {
        Type::Input(shape) => shape.element().map_or(Type::Unknown, Type::Input),
        Type::Many(inner) => *inner,
        Type::Unknown => Type::Unknown,
    }
}

pub(super) fn either<'s>(one: Type<'s>, other: Type<'s>) -> Type<'s> {
    match (one, other) {
        (Type::Input(one), Type::Input(other)) => Type::Input(one.or(other)),
        (Type::Many(one), Type::Many(other)) => Type::Many(Box::new(either(*one, *other))),
        _ => Type::Unknown,
    }
}
