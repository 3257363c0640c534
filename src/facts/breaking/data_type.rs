//! Physical types of many stores, as far as one can stand in for another.

/// How a later type relates to an earlier one, for whoever reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Another spelling.
    Same,
    /// It holds all that the earlier one held, and more.
    Wider,
    /// It holds less.
    Narrower,
    /// It is read in another way.
    Other,
}

/// How a type relates to what it was.
pub(super) fn relate(before: &str, after: &str) -> Relation {
    match (Family::of(before), Family::of(after)) {
        (before, after) if before == after => Relation::Same,
        (Family::Integer(before), Family::Integer(after)) | (Family::Float(before), Family::Float(after)) => {
            if after > before {
                Relation::Wider
            } else {
                Relation::Narrower
            }
        }
        (Family::Decimal(_), Family::Decimal(None)) => Relation::Wider,
        (Family::Decimal(Some(before)), Family::Decimal(Some(after))) if holds(after, before) => Relation::Wider,
        (Family::Decimal(_), Family::Decimal(_)) => Relation::Narrower,
        (Family::Text(before), Family::Text(after))
        | (Family::Timestamp(before), Family::Timestamp(after))
        | (Family::ZonedTimestamp(before), Family::ZonedTimestamp(after)) => by_length(before, after),
        _ => Relation::Other,
    }
}

/// Types that are read in the same way. A length or a precision that is not stated has no bound that we know.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Family {
    Text(Option<u32>),
    Integer(u8),
    Float(u8),
    /// All digits, and those after the point.
    Decimal(Option<(u32, u32)>),
    Boolean,
    Date,
    Timestamp(Option<u32>),
    ZonedTimestamp(Option<u32>),
    Named(String),
}

impl Family {
    fn of(text: &str) -> Self {
        let lower = text.trim().to_lowercase();
        let (name, arguments) = split(&lower);
        let numbers: Vec<u32> = arguments
            .split(',')
            .filter_map(|argument| argument.trim().parse().ok())
            .collect();
        let first = numbers.first().copied();
        match name.as_str() {
            "char" | "character" | "varchar" | "varchar2" | "nvarchar" | "nvarchar2" | "nchar"
            | "character varying" | "string" | "text" | "ntext" | "clob" | "nclob" | "utf8" | "str" => {
                Self::Text(first)
            }
            "tinyint" | "byte" | "int1" => Self::Integer(1),
            "smallint" | "int2" | "short" | "int16" => Self::Integer(2),
            "int" | "integer" | "int4" | "int32" | "mediumint" => Self::Integer(4),
            "bigint" | "long" | "int64" => Self::Integer(8),
            "real" | "float" | "float4" | "float32" => Self::Float(4),
            "double" | "double precision" | "float8" | "float64" => Self::Float(8),
            "decimal" | "numeric" | "number" | "dec" => {
                Self::Decimal(first.map(|precision| (precision, numbers.get(1).copied().unwrap_or(0))))
            }
            "bool" | "boolean" | "bit" => Self::Boolean,
            "date" => Self::Date,
            "timestamp" | "datetime" | "datetime2" | "timestamp_ntz" | "timestamp without time zone" => {
                Self::Timestamp(first)
            }
            "timestamptz" | "timestamp_tz" | "timestamp_ltz" | "datetimeoffset" | "timestamp with time zone" => {
                Self::ZonedTimestamp(first)
            }
            // What holds a type within it, such as `array<int>` or `struct<..>`, is compared as a whole.
            _ => Self::Named(lower.split_whitespace().collect()),
        }
    }
}

/// The name of a type and what stands in its parentheses: `timestamp(3) with time zone` is `timestamp with time zone` and `3`.
fn split(text: &str) -> (String, &str) {
    let Some((name, rest)) = text.split_once('(') else {
        return (words(text), "");
    };
    let (arguments, more) = rest.split_once(')').unwrap_or((rest, ""));
    (words(&format!("{name} {more}")), arguments)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn by_length(before: Option<u32>, after: Option<u32>) -> Relation {
    match (before, after) {
        (_, None) => Relation::Wider,
        (Some(before), Some(after)) if after > before => Relation::Wider,
        _ => Relation::Narrower,
    }
}

/// Whether a decimal has room for every digit of another, before the point and after it.
fn holds((digits, scale): (u32, u32), (other_digits, other_scale): (u32, u32)) -> bool {
    scale >= other_scale && digits.saturating_sub(scale) >= other_digits.saturating_sub(other_scale)
}

#[cfg(test)]
mod tests {
    use super::{Relation, relate};

    #[test]
    fn spellings_of_one_type_are_the_same() {
        for (before, after) in [
            ("INT", "integer"),
            ("varchar(20)", "VARCHAR( 20 )"),
            ("decimal(10,2)", "numeric(10, 2)"),
            ("timestamp(3) with time zone", "timestamptz(3)"),
            ("array<int>", "ARRAY< INT >"),
            ("bit", "boolean"),
        ] {
            assert_eq!(relate(before, after), Relation::Same, "{before} {after}");
        }
    }

    #[test]
    fn more_room_is_wider_and_less_is_narrower() {
        for (small, large) in [
            ("int", "bigint"),
            ("varchar(20)", "varchar(40)"),
            ("varchar(20)", "text"),
            ("real", "double precision"),
            ("decimal(10,2)", "decimal(12,2)"),
            ("decimal(10,2)", "decimal(12,4)"),
            ("decimal(10,2)", "decimal"),
            ("datetime2(3)", "datetime2(7)"),
        ] {
            assert_eq!(relate(small, large), Relation::Wider, "{small} {large}");
            assert_eq!(relate(large, small), Relation::Narrower, "{large} {small}");
        }
        assert_eq!(relate("decimal(10,2)", "decimal(10,4)"), Relation::Narrower);
    }

    #[test]
    fn what_is_read_in_another_way_is_another_type() {
        for (before, after) in [
            ("int", "varchar(20)"),
            ("bigint", "decimal(38,0)"),
            ("timestamp", "timestamptz"),
            ("date", "timestamp"),
            ("array<int>", "array<string>"),
            ("geography", "geometry"),
        ] {
            assert_eq!(relate(before, after), Relation::Other, "{before} {after}");
        }
    }
}
