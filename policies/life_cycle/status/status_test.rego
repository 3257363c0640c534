package mesh.life_cycle.status_test

import data.mesh.life_cycle.status

parameters := {"vocabulary": ["active", "deprecated", "draft", "proposed", "retired"]}

subject := {
	"kind": "product",
	"name": "Orders",
	"status": "active",
	"life_cycle": "active",
	"previous": null,
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := status.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

unknown(given) := reasons if {
	reasons := status.cannot_evaluate with input as given with data.parameters as parameters
}

test_status_of_the_standard_passes if {
	messages(subject) == set()
	unknown(subject) == set()
	every other in [
		{"previous": {"version": "1.0.0", "life_cycle": "draft", "removed_ports": []}},
		{"previous": {"version": "1.0.0", "life_cycle": "deprecated", "removed_ports": []}},
		{"previous": {"version": "1.0.0", "life_cycle": "unknown", "removed_ports": []}},
		{"previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": []}, "status": "deprecated", "life_cycle": "deprecated"},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_missing_status_is_denied if {
	given := changed({"status": null, "life_cycle": "unknown"})
	messages(given) == {"has no status"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["status"]
	violation.key == "word"
}

test_blank_status_is_none if {
	given := changed({"status": " ", "life_cycle": "unknown"})
	messages(given) == {"has no status"}
	count(denied(given)) == 1
}

test_unknown_word_is_denied if {
	given := changed({"status": "purple", "life_cycle": "unknown"})
	messages(given) == {"the status purple is not a known one"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["status"]
	violation.key == "word"
	violation.actual == "purple"
	not violation.level
	violation.expected == ["active", "deprecated", "draft", "proposed", "retired"]
}

test_understood_word_is_a_note if {
	given := changed({"status": "live"})
	messages(given) == {"the status live is understood as active; the standard's word says it to everybody"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "note"
}

test_retired_product_does_not_come_back if {
	given := changed({"previous": {"version": "1.0.0", "life_cycle": "retired", "removed_ports": []}})
	messages(given) == {"was retired and is now active"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["status"]
	violation.key == "transition"
	violation.actual == "active"
	violation.expected == ["retired"]
}

test_product_in_use_is_no_draft_again if {
	given := changed({"status": "draft", "life_cycle": "draft", "previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": []}})
	messages(given) == {"was active and is now draft"}
	count(denied(given)) == 1
}

test_deprecated_product_is_not_proposed if {
	given := changed({"status": "proposed", "life_cycle": "proposed", "previous": {"version": "1.0.0", "life_cycle": "deprecated", "removed_ports": []}})
	messages(given) == {"was deprecated and is now proposed"}
	count(denied(given)) == 1
}

test_unknown_word_is_no_transition if {
	given := changed({"status": "purple", "life_cycle": "unknown", "previous": {"version": "1.0.0", "life_cycle": "active", "removed_ports": []}})
	messages(given) == {"the status purple is not a known one"}
	count(denied(given)) == 1
}

test_unread_earlier_state_cannot_be_evaluated if {
	given := changed({"base": "unknown"})
	messages(given) == set()
	unknown(given) == {"its earlier state could not be read"}
}

test_vocabulary_is_a_parameter if {
	violations := status.deny with input as subject with data.parameters as {"vocabulary": ["draft"]}
	{violation.message | some violation in violations} == {"the status active is understood as active; the standard's word says it to everybody"}
}

test_every_forward_step_passes if {
	every before in ["proposed", "draft"] {
		every now in ["proposed", "draft", "active", "deprecated", "retired"] {
			messages(changed({"status": now, "life_cycle": now, "previous": {"life_cycle": before}})) == set()
		}
	}
	every before in ["active", "deprecated"] {
		every now in ["active", "deprecated", "retired"] {
			messages(changed({"status": now, "life_cycle": now, "previous": {"life_cycle": before}})) == set()
		}
	}
	messages(changed({"status": "retired", "life_cycle": "retired", "previous": {"life_cycle": "retired"}})) == set()
}
