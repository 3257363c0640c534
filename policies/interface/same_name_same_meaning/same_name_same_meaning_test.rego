package mesh.interface.same_name_same_meaning_test

import data.mesh.interface.same_name_same_meaning

parameters := {
	"min_similarity": 0.1,
	"generic": ["created_at", "date", "description", "id", "key", "name", "number", "status", "timestamp", "type", "updated_at", "value", "version"],
}

subject := {
	"kind": "dataset",
	"name": "shop/orders",
	"domains": ["sales"],
	"columns": [{"name": "id", "path": ["schema", 0, "properties", 0]}, {"name": "customer_id", "path": ["schema", 0, "properties", 1]}],
	"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": "Shopper behind the order", "elsewhere": [{"dataset": "azure_storage://crm/customers", "domain": "customer", "logical_type": "string", "description": "Party that holds the insurance"}]}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := same_name_same_meaning.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	same_name_same_meaning.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := same_name_same_meaning.cannot_evaluate with input as given with data.parameters as parameters
}

test_other_meaning_is_told if {
	messages(subject) == {"customer_id is `Shopper behind the order` here, and `Party that holds the insurance` in crm/customers"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["columns", 1]
	violation.key == "customer_id"
	violation.parties == {"customer", "sales"}
	not skipped(subject)
}

test_further_datasets_are_counted if {
	given := changed({"shared_columns": [{"name": "customer_key", "logical_type": "string", "description": "Shopper behind the order", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "Party that holds the insurance"}, {"dataset": "x/y", "domain": "customer", "logical_type": "string", "description": "Company holding shares"}]}]})
	messages(given) == {"customer_key is `Shopper behind the order` here, and `Party that holds the insurance` in crm/customers, and differs in 1 dataset more"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["shared_columns"]
	not skipped(given)
}

test_like_descriptions_pass if {
	given := changed({"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": "Customer who made the order", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "The customer behind this order"}]}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_short_descriptions_say_too_little if {
	given := changed({"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": "Shopper behind the order", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "Party"}, {"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": null}]}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": "Shopper", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "Party that holds the insurance"}]}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_two_words_are_enough if {
	given := changed({"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": "online shopper", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "insured party"}]}]})
	messages(given) == {"customer_id is `online shopper` here, and `insured party` in crm/customers"}
	count(denied(given)) == 1
	not skipped(given)
}

test_words_of_four_letters_count if {
	given := changed({"shared_columns": [{"name": "zone_x", "logical_type": "string", "description": "kind code", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "area zone"}]}]})
	messages(given) == {"zone_x is `kind code` here, and `area zone` in crm/customers"}
	count(denied(given)) == 1
	not skipped(given)
}

test_general_names_are_left_alone if {
	given := changed({"shared_columns": [{"name": "Status", "logical_type": "string", "description": "Shopper behind the order", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "Party that holds the insurance"}]}]})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": null, "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "Party that holds"}]}]},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_similarity_itself_passes if {
	given := changed({"shared_columns": [{"name": "customer_id", "logical_type": "string", "description": "alpha gamma delta omega", "elsewhere": [{"dataset": "crm/customers", "domain": "customer", "logical_type": "string", "description": "alpha gamma"}]}]})
	violations := same_name_same_meaning.deny with input as given with data.parameters as {"min_similarity": 0.5, "generic": ["created_at", "date", "description", "id", "key", "name", "number", "status", "timestamp", "type", "updated_at", "value", "version"]}
	{violation.message | some violation in violations} == set()
}

test_unknown_columns_cannot_be_evaluated if {
	given := changed({"shared_columns": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the columns are not known"}
}
