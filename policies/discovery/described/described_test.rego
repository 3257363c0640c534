package mesh.discovery.described_test

import data.mesh.discovery.described

parameters := {"parts": ["limitations", "purpose", "usage"]}

product(description) := {"kind": "product", "life_cycle": "active", "description": description}

full := {"purpose": "Orders of all shops.", "usage": "Join by order id.", "limitations": "Retail only."}

denied(subject) := violations if {
	violations := described.deny with input as subject with data.parameters as parameters
}

missing(description) := violation.expected if {
	some violation in denied(product(description))
}

test_full_description_passes if {
	denied(product(full)) == set()
	not described.not_applicable with input as product(full)
}

test_missing_part_is_named if {
	violations := denied(product(object.remove(full, ["usage"])))
	count(violations) == 1
	some violation in violations
	violation.message == "the description says nothing of usage"
	violation.path == ["description"]
	violation.expected == ["usage"]
}

test_missing_parts_are_one_finding if {
	some violation in denied({"kind": "product", "life_cycle": "active"})
	violation.message == "the description says nothing of limitations, purpose and usage"
}

test_plain_text_is_the_purpose if {
	missing("Orders of all shops.") == ["limitations", "usage"]
	missing("") == ["limitations", "purpose", "usage"]
}

test_words_for_a_text_to_come_say_nothing if {
	missing(object.union(full, {"usage": "T.B.D."})) == ["usage"]
	missing(object.union(full, {"usage": " - "})) == ["usage"]
	missing(object.union(full, {"usage": null})) == ["usage"]
	missing(object.union(full, {"usage": 7})) == ["usage"]
}

test_every_such_word_is_known if {
	placeholders := ["TBD", "todo", "tba", "n/a", "none", "null", "unknown", "xxx", "description", "fixme", "lorem", "placeholder"]
	every word in placeholders {
		missing(object.union(full, {"usage": word})) == ["usage"]
	}
}

test_any_script_is_a_text if {
	denied(product(object.union(full, {"usage": "订单"}))) == set()
}

test_parts_are_a_parameter if {
	count(described.deny) == 0 with input as product({"purpose": "Orders"}) with data.parameters as {"parts": ["purpose"]}
}

test_product_not_in_use_is_left_alone if {
	every life_cycle in ["proposed", "draft", "retired"] {
		described.not_applicable with input as object.union(product(full), {"life_cycle": life_cycle})
	}
}
