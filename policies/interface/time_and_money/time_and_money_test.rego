package mesh.interface.time_and_money_test

import data.mesh.interface.time_and_money

parameters := {
	"time_words": ["date", "datetime", "timestamp"],
	"money_words": ["amount", "balance", "cost", "price", "revenue", "salary"],
	"decimal_money": true,
}

subject := {
	"kind": "contract",
	"life_cycle": "active",
	"columns": [{"name": "orders.ordered_at", "path": ["schema", 0, "properties", 0], "logical_type": "timestamp", "physical_type": null, "format": null, "unit": null}, {"name": "orders.amount_cents", "path": ["schema", 0, "properties", 0], "logical_type": "integer", "physical_type": null, "format": null, "unit": null}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := time_and_money.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	time_and_money.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := time_and_money.cannot_evaluate with input as given with data.parameters as parameters
}

test_timestamps_and_cents_pass if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
	every other in [
		{"columns": [{"name": "o.day", "path": ["schema", 0, "properties", 0], "logical_type": "date", "physical_type": null, "format": "yyyy-MM-dd", "unit": null}, {"name": "o.at", "path": ["schema", 0, "properties", 0], "logical_type": "timestamp", "physical_type": null, "format": "ISO 8601", "unit": null}, {"name": "o.t", "path": ["schema", 0, "properties", 0], "logical_type": "time", "physical_type": null, "format": "HH:mm:ss", "unit": null}, {"name": "o.name", "path": ["schema", 0, "properties", 0], "logical_type": "string", "physical_type": null, "format": null, "unit": null}]},
		{"columns": [{"name": "o.birth_date", "path": ["schema", 0, "properties", 0], "logical_type": "string", "physical_type": null, "format": "yyyy-MM-dd", "unit": null}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_other_format_is_told if {
	given := changed({"columns": [{"name": "orders.day", "path": ["schema", 0, "properties", 0], "logical_type": "date", "physical_type": null, "format": "dd.MM.yyyy", "unit": null}]})
	messages(given) == {"orders.day writes time as dd.MM.yyyy, which is not ISO 8601"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["schema", 0, "properties", 0]
	violation.key == "orders.day"
	violation.actual == "dd.MM.yyyy"
	not skipped(given)
}

test_every_type_of_time_is_judged if {
	given := changed({"columns": [{"name": "o.a", "path": ["schema", 0, "properties", 0], "logical_type": "timestamp", "physical_type": null, "format": "MM/dd", "unit": null}, {"name": "o.b", "path": ["schema", 0, "properties", 0], "logical_type": "time", "physical_type": null, "format": "mm:ss", "unit": null}]})
	messages(given) == {
		"o.a writes time as MM/dd, which is not ISO 8601",
		"o.b writes time as mm:ss, which is not ISO 8601",
	}
	count(denied(given)) == 2
	not skipped(given)
}

test_format_of_a_number_is_no_time if {
	given := changed({"columns": [{"name": "o.a", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": null, "format": "f64", "unit": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_time_as_text_is_told if {
	given := changed({"columns": [{"name": "orders.orderDate", "path": ["schema", 0, "properties", 0], "logical_type": "string", "physical_type": null, "format": null, "unit": null}]})
	messages(given) == {"orders.orderDate holds time as text of no stated format"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.actual == "string"
	not skipped(given)
}

test_time_by_its_ending_is_told if {
	given := changed({"columns": [{"name": "orders.shipped_at", "path": ["schema", 0, "properties", 0], "logical_type": "string", "physical_type": null, "format": null, "unit": null}]})
	messages(given) == {"orders.shipped_at holds time as text of no stated format"}
	count(denied(given)) == 1
	not skipped(given)
}

test_money_as_a_number_is_told if {
	given := changed({"columns": [{"name": "orders.total_amount", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": "double", "format": null, "unit": null}]})
	messages(given) == {"orders.total_amount holds money as a number that may be rounded"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.actual == "number"
	not skipped(given)
}

test_decimals_do_not_round if {
	given := changed({"columns": [{"name": "orders.amount", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": "decimal(18,2)", "format": null, "unit": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_decimals_may_be_refused if {
	given := changed({"columns": [{"name": "orders.amount", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": "decimal(18,2)", "format": null, "unit": null}]})
	violations := time_and_money.deny with input as given with data.parameters as {"time_words": ["date", "datetime", "timestamp"], "money_words": ["amount", "balance", "cost", "price", "revenue", "salary"], "decimal_money": false}
	{violation.message | some violation in violations} == {"orders.amount holds money as a number that may be rounded"}
}

test_shares_of_money_are_none if {
	given := changed({"columns": [{"name": "orders.price_ratio", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": "double", "format": null, "unit": null}, {"name": "orders.amount", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": "double", "format": null, "unit": "percent"}, {"name": "o.size", "path": ["schema", 0, "properties", 0], "logical_type": "number", "physical_type": "double", "format": null, "unit": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_unknown_type_cannot_be_evaluated if {
	given := changed({"columns": [{"name": "orders.amount", "path": ["schema", 0, "properties", 0], "logical_type": null, "physical_type": null, "format": null, "unit": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"a column that may hold time or money has no logical type"}
	every other in [
		{"columns": [{"name": "orders.date", "path": ["schema", 0, "properties", 0], "logical_type": null, "physical_type": null, "format": null, "unit": null}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"a column that may hold time or money has no logical type"}
		not skipped(changed(other))
	}
}

test_unknown_type_of_another_column_passes if {
	given := changed({"columns": [{"name": "orders.name", "path": ["schema", 0, "properties", 0], "logical_type": null, "physical_type": null, "format": null, "unit": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_contract_without_columns_cannot_be_evaluated if {
	given := changed({"columns": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the contract describes no columns"}
	every other in [
		{"columns": []},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the contract describes no columns"}
		not skipped(changed(other))
	}
}

test_contract_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}

sold(type) := {
	"kind": "contract",
	"life_cycle": "active",
	"servers": [{"type": type}],
	"columns": [{
		"name": "sales.AMOUNT",
		"path": ["schema", 0, "properties", 0],
		"logical_type": "number",
		"physical_type": "NUMBER",
		"format": null,
		"unit": null,
	}],
}

test_oracle_number_without_digits_is_not_called_rounded if {
	given := {"decimal_money": true, "time_words": [], "money_words": ["amount"]}
	count(time_and_money.deny) == 0 with input as sold("oracle") with data.parameters as given
	count(time_and_money.deny) == 1 with input as sold("postgres") with data.parameters as given
}
