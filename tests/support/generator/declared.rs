//! Products, contracts, domains and source systems.

use std::io;
use std::path::Path;

use super::item::{Item, custom, text};
use super::planted::Planted;
use super::seed::guid;
use super::size::{Form, Size};
use super::writer::Table;

const PRODUCT: u64 = 11;
const CONTRACT: u64 = 12;

/// Operational systems.
const SYSTEMS: usize = 50;

/// The domain of a product or a node, by its position. Neighbours are of different domains.
pub(super) fn domain(size: &Size, position: usize) -> String {
    format!("domain-{:03}", position % size.domains())
}

/// Writes every declared object.
pub(super) fn write(size: &Size, form: Form, folder: &Path, planted: &mut Planted) -> io::Result<()> {
    match form {
        Form::Files => files(size, &folder.join("mesh"), planted),
        Form::Snapshot => tables(size, &folder.join("snapshot"), planted),
    }
}

fn files(size: &Size, mesh: &Path, planted: &mut Planted) -> io::Result<()> {
    std::fs::create_dir_all(mesh.join("systems"))?;
    yaml(&mesh.join("mesh.yaml"), &the_mesh())?;
    for position in 0..SYSTEMS {
        let name = system_name(position);
        yaml(
            &mesh.join("systems").join(format!("{name}.yaml")),
            &source_system(size, position),
        )?;
    }
    for position in 0..size.domains() {
        let folder = mesh.join(domain(size, position));
        std::fs::create_dir_all(&folder)?;
        yaml(&folder.join("domain.yaml"), &a_domain(size, position))?;
    }
    for position in 0..size.products {
        let folder = mesh.join(domain(size, position));
        let name = format!("product-{position:05}");
        yaml(
            &folder.join(format!("{name}.odps.yaml")),
            &product(size, position, planted),
        )?;
        yaml(
            &folder.join(format!("{name}.odcs.yaml")),
            &contract(size, position, planted),
        )?;
    }
    Ok(())
}

fn yaml(path: &Path, item: &Item) -> io::Result<()> {
    let mut text = String::new();
    item.yaml(&mut text);
    std::fs::write(path, text)
}

fn tables(size: &Size, snapshot: &Path, planted: &mut Planted) -> io::Result<()> {
    table(snapshot, "mesh", 1, |_| the_mesh())?;
    table(snapshot, "source_system", SYSTEMS, |position| {
        source_system(size, position)
    })?;
    table(snapshot, "domain", size.domains(), |position| a_domain(size, position))?;
    table(snapshot, "product", size.products, |position| {
        product(size, position, planted)
    })?;
    table(snapshot, "contract", size.products, |position| {
        contract(size, position, planted)
    })
}

fn table(snapshot: &Path, kind: &str, rows: usize, mut row: impl FnMut(usize) -> Item) -> io::Result<()> {
    let mut table = Table::create(snapshot, kind)?;
    let mut text = String::new();
    for position in 0..rows {
        text.clear();
        row(position).json(&mut text);
        table.row(&text)?;
    }
    table.finish()
}

fn the_mesh() -> Item {
    Item::Object(vec![
        ("apiVersion", text("meshgov/v1")),
        ("kind", text("Mesh")),
        ("name", text("contoso")),
        ("node", text("resource_group")),
        ("tagInheritance", text("none")),
    ])
}

fn a_domain(size: &Size, position: usize) -> Item {
    let name = domain(size, position);
    Item::Object(vec![
        ("apiVersion", text("meshgov/v1")),
        ("kind", text("Domain")),
        ("name", text(&*name)),
        ("team", Item::Object(vec![("name", text(format!("team-{name}")))])),
    ])
}

fn system_name(position: usize) -> String {
    format!("system-{position:02}")
}

fn source_system(size: &Size, position: usize) -> Item {
    Item::Object(vec![
        ("apiVersion", text("meshgov/v1")),
        ("kind", text("SourceSystem")),
        ("name", text(system_name(position))),
        ("domain", text(domain(size, position))),
    ])
}

fn product(size: &Size, position: usize, planted: &mut Planted) -> Item {
    let name = format!("product-{position:05}");
    let id = match position % 300 {
        // The next one is of another domain.
        5 if position + 1 < size.products => {
            planted.plant("OWN-005");
            planted.plant("OWN-005");
            guid(size.seed, PRODUCT, position + 1)
        }
        _ => guid(size.seed, PRODUCT, position),
    };
    let team = if position % 250 == 17 {
        planted.plant("OWN-001");
        vec![("description", text("Nobody in particular"))]
    } else {
        vec![("name", text(format!("team-{name}")))]
    };
    Item::Object(vec![
        ("apiVersion", text("v1.0.0")),
        ("kind", text("DataProduct")),
        ("id", text(id)),
        ("name", text(&*name)),
        ("version", text("1.0.0")),
        ("status", text("active")),
        ("domain", text(domain(size, position))),
        (
            "description",
            Item::Object(vec![
                ("purpose", text("One view of what the domain knows")),
                ("usage", text("Read the output port")),
                ("limitations", text("None are known")),
            ]),
        ),
        ("team", Item::Object(team)),
        ("inputPorts", Item::List(input_ports(size, position, planted))),
        (
            "outputPorts",
            Item::List(vec![Item::Object(vec![
                ("name", text(format!("{name}-out"))),
                ("type", text("tables")),
                ("version", text("1.0.0")),
                ("contractId", text(contract_id(size, position))),
            ])]),
        ),
    ])
}

/// One port that reads another product, and a share of the ingestions.
fn input_ports(size: &Size, position: usize, planted: &mut Planted) -> Vec<Item> {
    let read = (position * 7 + 1) % size.products;
    let contract = if position % 200 == 11 {
        planted.plant("TOP-001");
        format!("retired-{position:05}")
    } else {
        contract_id(size, read)
    };
    let mut ports = vec![Item::Object(vec![
        ("name", text(format!("product-{read:05}"))),
        ("version", text("1.0.0")),
        ("contractId", text(contract)),
    ])];
    for ingestion in (position..size.ingestions).step_by(size.products) {
        // Whose product, and so whose domain, is the next one.
        let object = if ingestion % 400 == 7 && ingestion + 1 < size.ingestions {
            planted.plant("ING-001");
            ingestion + 1
        } else {
            ingestion
        };
        ports.push(Item::Object(vec![
            ("name", text(format!("ingestion-{ingestion:06}"))),
            ("version", text("1.0.0")),
            (
                "contractId",
                text(format!("{}-interface", system_name(object % SYSTEMS))),
            ),
            (
                "customProperties",
                custom([
                    ("sourceSystem", system_name(object % SYSTEMS)),
                    ("sourceObject", format!("sales.table_{object:06}")),
                ]),
            ),
        ]));
    }
    ports
}

fn contract_id(size: &Size, position: usize) -> String {
    let position = if position % 300 == 140 && position + 1 < size.products {
        position + 1
    } else {
        position
    };
    guid(size.seed, CONTRACT, position)
}

fn contract(size: &Size, position: usize, planted: &mut Planted) -> Item {
    if position % 300 == 140 && position + 1 < size.products {
        planted.plant("OWN-004");
        planted.plant("OWN-004");
    }
    let table = if position % 500 == 3 && position + 1 < size.products {
        planted.plant("OWN-003");
        position + 1
    } else {
        position
    };
    let mut levels = vec![level("availability", "99.5", "percent"), level("freshness", "24", "h")];
    if position % 100 == 29 {
        planted.plant("SLA-001");
    } else {
        levels.push(level("retention", "3", "y"));
    }
    let name = domain(size, position);
    Item::Object(vec![
        ("apiVersion", text("v3.1.0")),
        ("kind", text("DataContract")),
        ("id", text(contract_id(size, position))),
        ("name", text(format!("contract-{position:05}"))),
        ("version", text("1.0.0")),
        ("status", text("active")),
        ("domain", text(&*name)),
        ("dataProduct", text(format!("product-{position:05}"))),
        (
            "team",
            Item::Object(vec![("name", text(format!("team-product-{position:05}")))]),
        ),
        (
            "servers",
            Item::List(vec![Item::Object(vec![
                ("server", text("production")),
                ("type", text("sqlserver")),
                ("host", text("sql-mesh.database.windows.net")),
                ("database", text("mesh")),
                ("schema", text("products")),
            ])]),
        ),
        (
            "schema",
            Item::List(vec![Item::Object(vec![
                ("name", text(format!("table_{table:05}"))),
                ("physicalName", text(format!("table_{table:05}"))),
                (
                    "properties",
                    Item::List(vec![
                        column("id", "string"),
                        column("amount", "number"),
                        column("changed_at", "date"),
                    ]),
                ),
            ])]),
        ),
        ("slaProperties", Item::List(levels)),
    ])
}

fn column(name: &str, kind: &str) -> Item {
    Item::Object(vec![("name", text(name)), ("logicalType", text(kind))])
}

fn level(property: &str, value: &str, unit: &str) -> Item {
    Item::Object(vec![
        ("property", text(property)),
        ("value", Item::Number(value.to_owned())),
        ("unit", text(unit)),
    ])
}
