//! The levels that a setting gives, for both points, fixed or dated.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::policy::{Level, Point, Stage, stage_on};
use crate::snapshot::WrittenStage;
use crate::text::Pointer;

/// What a setting says at each point; a point of which it says nothing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    gate: Vec<Stage>,
    audit: Vec<Stage>,
}

/// Why stages of a point cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadStage {
    pub(super) pointer: Pointer,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Stages {
    /// Reads what a setting writes; a point that cannot be read says nothing.
    pub(super) fn read(written: &BTreeMap<Box<str>, Vec<WrittenStage>>) -> (Self, Vec<BadStage>) {
        let mut read = Self::default();
        let mut wrong = Vec::new();
        for point in Point::ALL {
            match written
                .get(point.name())
                .map_or(Ok(Vec::new()), |written| stages(written))
            {
                Ok(stages) => *read.slot(point) = stages,
                Err(bad) => wrong.push(bad),
            }
        }
        (read, wrong)
    }

    /// One level at a point, from ever on.
    pub(super) fn fixed(point: Point, level: Level) -> Self {
        let mut stages = Self::default();
        *stages.slot(point) = vec![(None, level)];
        stages
    }

    /// What it says at a point on a day, as if that held from ever on.
    pub(super) fn held(&self, point: Point, day: Date) -> Self {
        self.on(point, day)
            .map_or_else(Self::default, |level| Self::fixed(point, level))
    }

    /// What it says at a point on a day; none where it says nothing, or nothing yet.
    pub fn on(&self, point: Point, day: Date) -> Option<Level> {
        stage_on(self.at(point), day)
    }

    /// The stages at a point.
    pub fn at(&self, point: Point) -> &[Stage] {
        match point {
            Point::Gate => &self.gate,
            Point::Audit => &self.audit,
        }
    }

    const fn slot(&mut self, point: Point) -> &mut Vec<Stage> {
        match point {
            Point::Gate => &mut self.gate,
            Point::Audit => &mut self.audit,
        }
    }
}

fn stages(written: &[WrittenStage]) -> Result<Vec<Stage>, BadStage> {
    let mut stages: Vec<Stage> = Vec::with_capacity(written.len());
    for stage in written {
        let bad = |message: String, help| BadStage {
            pointer: stage.level.pointer.clone(),
            message,
            help,
        };
        let name = &*stage.level.value;
        let Some(level) = Level::from_name(name) else {
            let help = "write a level, or levels with the day on which each begins, such as `{warn: 2027-02-01, deny: 2027-04-01}`";
            return Err(bad(format!("`{name}` is no level"), help));
        };
        let begins = match stage.from.as_deref().map(str::parse::<Date>) {
            None => None,
            Some(Ok(begins)) => Some(begins),
            Some(Err(_)) => {
                return Err(bad(
                    format!("the day on which `{name}` begins is no day"),
                    "write it as 2027-01-31",
                ));
            }
        };
        if stages.iter().any(|(before, _)| *before >= begins) {
            let help = "write the stage that begins first as the first one";
            return Err(bad("the stages are not in order of date".to_owned(), help));
        }
        stages.push((begins, level));
    }
    Ok(stages)
}
