//! The `meshgov` command.

fn main() {}
