//! The obvious slow definition of what a policy has for a product, and of what is refused.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::world::{Class, DAYS, Rank, Rule, Scope, Setting, TODAY, World, pool};

/// What a policy has for a product: its level and its limit.
pub(crate) type Values = (Rank, i64);

/// The domains that a domain is part of, the outermost first, and itself.
pub(crate) fn path(world: &World, domain: usize) -> Vec<usize> {
    let mut path = vec![domain];
    while let Some(parent) = world.parents[*path.last().unwrap()] {
        if path.contains(&parent) {
            break;
        }
        path.push(parent);
    }
    path.reverse();
    path
}

/// The scopes of a product, the outermost first.
fn scopes(world: &World, product: usize) -> Vec<Scope> {
    let domain = world.products[product].0;
    let domains = path(world, domain).into_iter().map(Scope::Domain);
    let mut scopes: Vec<Scope> = [Scope::Mesh].into_iter().chain(domains).collect();
    scopes.push(Scope::Product(product));
    scopes
}

fn owner(rule: &Rule) -> Scope {
    rule.owner.map_or(Scope::Mesh, Scope::Domain)
}

fn on(stages: &[(Option<Date>, Rank)], day: Date) -> Option<Rank> {
    let begun = stages.iter().filter(|(from, _)| from.is_none_or(|from| from <= day));
    begun.max_by_key(|(from, _)| *from).map(|(_, rank)| *rank)
}

fn is_for(setting: &Setting, rule: &Rule) -> bool {
    match setting.rule {
        Some(index) => pool()[index].id == rule.id,
        None => rule.owner.is_none(),
    }
}

/// What is set closest by some settings: those that name the policy, of them those for some subjects; the strictest of them.
fn closest(settings: &[&Setting], day: Date) -> Option<Rank> {
    let saying = settings.iter().filter_map(|setting| {
        let rank = (setting.rule.is_some(), setting.tier.is_some());
        Some((rank, on(&setting.stages, day)?))
    });
    saying.max().map(|(_, level)| level)
}

fn has_consent(world: &World) -> bool {
    let given: BTreeSet<usize> = (0..world.consenting.len())
        .filter(|index| world.consenting[*index])
        .collect();
    // Of domains that are part of each other only the outer ones count.
    let outer = given.iter().filter(|domain| {
        let above = path(world, **domain);
        !above.iter().any(|other| other != *domain && given.contains(other))
    });
    outer.count() >= 2
}

/// What a policy has where these settings reach, by scopes from the outermost on.
fn fold(consents: bool, rule: &Rule, order: &[Scope], settings: &[&Setting], day: Date) -> Values {
    let cap = |level: Rank| {
        if rule.class == Class::Advisory {
            level.min(2)
        } else {
            level
        }
    };
    let mut level = cap(on(&rule.stages, day).unwrap_or(0));
    let mut limit = rule.limit;
    let of = |scope: Scope| -> Vec<&Setting> {
        settings
            .iter()
            .copied()
            .filter(|setting| setting.scope == scope)
            .collect()
    };
    // The owner sets what it wants.
    let own = of(owner(rule));
    level = cap(closest(&own, day).unwrap_or(level));
    let stating = own.iter().filter_map(|setting| {
        let rank = (setting.rule.is_some(), setting.tier.is_some());
        Some((rank, -setting.limit?))
    });
    limit = stating.max().map_or(limit, |(_, limit)| -limit);
    if rule.owner.is_none() && level == 3 && !consents {
        level = 1;
    }
    for scope in order.iter().filter(|scope| **scope != owner(rule)) {
        let said = of(*scope);
        let floor = match rule.class {
            Class::Mandatory | Class::Default(None) => None,
            Class::Default(floor) => {
                floor.map(|floor| floor.min(rule.stages.iter().map(|(_, rank)| *rank).max().unwrap()))
            }
            Class::Advisory => Some(0),
        };
        let say = match floor {
            None => said.iter().filter_map(|setting| on(&setting.stages, day)).max(),
            Some(_) => closest(&said, day),
        };
        if let Some(say) = say
            && (say > level || floor.is_some_and(|floor| say >= floor))
        {
            level = cap(say);
        }
        let above = limit;
        for tighter in said
            .iter()
            .filter_map(|setting| setting.limit)
            .filter(|limit| *limit <= above)
        {
            limit = limit.min(tighter);
        }
    }
    (level, limit)
}

/// What a policy has for a product on a day; none where it does not speak of it.
pub(crate) fn values(world: &World, rule: &Rule, product: usize, day: Date) -> Option<Values> {
    let (domain, tier, _) = world.products[product];
    if let Some(owner) = rule.owner
        && !path(world, domain).contains(&owner)
    {
        return None;
    }
    let scopes = scopes(world, product);
    let settings: Vec<&Setting> = world
        .settings
        .iter()
        .filter(|setting| may_set(world, setting.scope, rule) && is_for(setting, rule))
        .filter(|setting| scopes.contains(&setting.scope))
        .filter(|setting| setting.tier.is_none_or(|wanted| wanted == tier))
        .collect();
    Some(fold(has_consent(world), rule, &scopes, &settings, day))
}

/// Whether a scope is the owner of a policy or below it.
fn may_set(world: &World, scope: Scope, rule: &Rule) -> bool {
    let Some(owner) = rule.owner else {
        return true;
    };
    match scope {
        Scope::Mesh => false,
        Scope::Domain(domain) => path(world, domain).contains(&owner),
        Scope::Product(product) => path(world, world.products[product].0).contains(&owner),
    }
}

/// The settings of which something is refused: their number, the policy and what: `levels` or `limit`, or `target`.
pub(crate) fn refused(world: &World) -> BTreeSet<(usize, String, &'static str)> {
    let mut refused = BTreeSet::new();
    for (number, setting) in world.settings.iter().enumerate() {
        if let Some(tier) = setting.tier
            && !finds_any(world, setting, tier)
        {
            refused.insert((number, String::new(), "subjects"));
        }
        for rule in pool().iter().filter(|rule| is_for(setting, rule)) {
            if !may_set(world, setting.scope, rule) {
                refused.insert((number, rule.id.clone(), "target"));
                continue;
            }
            if rule.class == Class::Advisory && setting.rule.is_some() && on(&setting.stages, TODAY) == Some(3) {
                refused.insert((number, rule.id.clone(), "levels"));
            }
            if setting.scope == owner(rule) {
                continue;
            }
            if is_too_low(world, setting, rule) {
                refused.insert((number, rule.id.clone(), "levels"));
            }
            let (_, above) = inherited(world, setting, rule, TODAY);
            if setting.limit.is_some_and(|limit| limit > above) {
                refused.insert((number, rule.id.clone(), "limit"));
            }
        }
    }
    refused
}

/// Whether a setting is below what it may be, today or on a day to come.
fn is_too_low(world: &World, setting: &Setting, rule: &Rule) -> bool {
    let days = DAYS.iter().copied().filter(|day| *day > TODAY).chain([TODAY]);
    days.into_iter().any(|day| {
        let Some(say) = on(&setting.stages, day) else {
            return false;
        };
        let (above, _) = inherited(world, setting, rule, day);
        say < above
            && match rule.class {
                Class::Advisory => false,
                Class::Default(Some(floor)) => say < floor,
                Class::Mandatory | Class::Default(None) => true,
            }
    })
}

/// What the scopes above a setting have for all subjects.
fn inherited(world: &World, setting: &Setting, rule: &Rule, day: Date) -> Values {
    let above: Vec<Scope> = match setting.scope {
        Scope::Mesh => Vec::new(),
        Scope::Domain(domain) => above_domain(world, domain),
        Scope::Product(product) => {
            let domain = world.products[product].0;
            let mut scopes = vec![Scope::Mesh];
            scopes.extend(path(world, domain).into_iter().map(Scope::Domain));
            scopes
        }
    };
    let settings: Vec<&Setting> = world
        .settings
        .iter()
        .filter(|other| other.tier.is_none() && above.contains(&other.scope))
        .filter(|other| is_for(other, rule) && may_set(world, other.scope, rule))
        .collect();
    // What the mesh asks for does not depend on who consents to it so far.
    fold(true, rule, &above, &settings, day)
}

/// The scopes above a domain: of a circle none is above another.
fn above_domain(world: &World, domain: usize) -> Vec<Scope> {
    let mut scopes = vec![Scope::Mesh];
    let above = path(world, domain).into_iter().filter(|other| *other != domain);
    scopes.extend(
        above
            .filter(|other| !path(world, *other).contains(&domain))
            .map(Scope::Domain),
    );
    scopes
}

/// Whether a product that one of the policies judges is in the scope and of the tier.
fn finds_any(world: &World, setting: &Setting, tier: usize) -> bool {
    let has_target = pool()
        .iter()
        .any(|rule| is_for(setting, rule) && may_set(world, setting.scope, rule));
    !has_target
        || (0..world.products.len()).any(|product| {
            let (domain, own, _) = world.products[product];
            own == tier
                && match setting.scope {
                    Scope::Mesh => true,
                    Scope::Domain(scope) => path(world, domain).contains(&scope),
                    Scope::Product(scope) => scope == product,
                }
        })
}
