//! Blocks of addresses, as Go reads them: an address of version 6 that wraps one of version 4 is one of version 4.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    V4,
    V6,
}

impl Family {
    pub(super) const fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// The text of an address.
    pub(super) fn text(self, address: u128) -> String {
        match self {
            Self::V4 => Ipv4Addr::from(u32::try_from(address).unwrap_or(u32::MAX)).to_string(),
            Self::V6 => Ipv6Addr::from(address).to_string(),
        }
    }
}

/// All addresses that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) family: Family,
    pub(super) first: u128,
    pub(super) prefix: u8,
}

impl Block {
    /// Reads `10.0.0.0/8`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        if prefix.is_empty() || !prefix.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let prefix: u8 = prefix.parse().ok()?;
        let block = match address.parse().ok()? {
            IpAddr::V4(address) => Self::around(Family::V4, u32::from(address).into(), prefix)?,
            IpAddr::V6(address) => Self::around(Family::V6, address.into(), prefix)?,
        };
        let wrapped = prefix.checked_sub(96).zip(Ipv6Addr::from(block.first).to_ipv4_mapped());
        Some(match (block.family, wrapped) {
            (Family::V6, Some((prefix, first))) => Self {
                family: Family::V4,
                first: u32::from(first).into(),
                prefix,
            },
            _ => block,
        })
    }

    /// The block of this size that an address lies in.
    pub(super) fn around(family: Family, address: u128, prefix: u8) -> Option<Self> {
        let free = family.bits().checked_sub(prefix)?;
        Some(Self {
            family,
            first: address & !low_bits(free),
            prefix,
        })
    }

    pub(super) fn last(&self) -> u128 {
        self.first | low_bits(self.family.bits() - self.prefix)
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.family == other.family && self.first <= other.first && other.last() <= self.last()
    }

    pub(super) fn text(&self) -> String {
        format!("{}/{}", self.family.text(self.first), self.prefix)
    }
}

/// A single address.
pub(super) fn address(text: &str) -> Option<(Family, u128)> {
    Some(match text.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(address) => (Family::V4, u32::from(address).into()),
        IpAddr::V6(address) => (Family::V6, address.into()),
    })
}

/// The fewest blocks that hold exactly the addresses from `first` to `last`.
pub(super) fn blocks(family: Family, first: u128, last: u128) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut next = Some(first);
    while let Some(at) = next.filter(|at| *at <= last) {
        let mut block = Block {
            family,
            first: at,
            prefix: family.bits(),
        };
        while let Some(larger) = block
            .prefix
            .checked_sub(1)
            .and_then(|prefix| Block::around(family, at, prefix))
        {
            if larger.first != at || larger.last() > last {
                break;
            }
            block = larger;
        }
        next = block.last().checked_add(1);
        blocks.push(block);
    }
    blocks
}

fn low_bits(count: u8) -> u128 {
    1_u128.checked_shl(count.into()).map_or(u128::MAX, |above| above - 1)
}
