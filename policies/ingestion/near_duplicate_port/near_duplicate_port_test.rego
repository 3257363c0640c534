package mesh.ingestion.near_duplicate_port_test

import data.mesh.ingestion.near_duplicate_port

parameters := {"min_score": 0.8}

dataset(score) := {
	"kind": "dataset",
	"domains": ["sales"],
	"columns": [{"name": sprintf("column_%d", [number])} | some number in numbers.range(1, 12)],
	"near_duplicates": [{
		"id": "azure_storage://x",
		"name": "stcrm/orders",
		"domains": ["crm"],
		"score": score,
		"shared": 9,
		"columns": 10,
	}],
}

denied(of) := found if {
	found := near_duplicate_port.deny with input as of with data.parameters as parameters
}

test_different_datasets_pass if {
	denied(dataset(0.79)) == set()
	count(near_duplicate_port.cannot_evaluate) == 0 with input as dataset(0.79)
}

test_near_duplicate_is_told if {
	denied(dataset(0.8)) == {{
		"message": "9 of 12 columns are those of stcrm/orders (domain crm)",
		"path": ["near_duplicates", 0],
		"key": "azure_storage://x",
		"parties": {"crm", "sales"},
		"actual": 0.8,
	}}
}

test_several_owners_are_named if {
	shared := object.union(dataset(0.9), {"near_duplicates": [object.union(dataset(0.9).near_duplicates[0], {"domains": ["crm", "hr"]})]})
	some violation in denied(shared)
	violation.message == "9 of 12 columns are those of stcrm/orders (domains crm and hr)"
}

test_unknown_columns_cannot_be_evaluated if {
	near_duplicate_port.cannot_evaluate == {"the columns of the dataset are not known"} with input as {"near_duplicates": null, "columns": null}
	near_duplicate_port.cannot_evaluate == {"its contracts describe no columns"} with input as {"near_duplicates": [], "columns": []}
}
