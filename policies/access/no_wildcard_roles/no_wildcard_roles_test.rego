package mesh.access.no_wildcard_roles_test

import data.mesh.access.no_wildcard_roles

role(actions, data_actions) := {"kind": "role_definition", "properties": {
	"type": "CustomRole",
	"permissions": [{"actions": actions, "dataActions": data_actions}],
}}

denied(of) := found if {
	found := no_wildcard_roles.deny with input as of
}

unknown(of) := found if {
	found := no_wildcard_roles.cannot_evaluate with input as of
}

test_named_actions_pass if {
	denied(role(["Microsoft.Storage/storageAccounts/read", "Microsoft.Storage/storageAccounts/write"], [])) == set()
	unknown(role(["Microsoft.Storage/storageAccounts/read", "Microsoft.Storage/storageAccounts/write"], [])) == set()
	not no_wildcard_roles.not_applicable with input as role([], [])
}

test_everything_is_denied if {
	denied(role(["x/read", "*"], [])) == {{
		"message": "allows everything by the wildcard *",
		"path": ["properties", "permissions", 0, "actions", 1],
		"actual": "*",
	}}
	some violation in denied(role([], ["*"]))
	violation.message == "allows with data everything by the wildcard *"
	violation.path == ["properties", "permissions", 0, "dataActions", 0]
	not violation.level
}

test_wildcard_within_a_provider_is_a_warning if {
	denied(role(["Microsoft.Compute/*"], [])) == {{
		"message": "allows what is not named by the wildcard Microsoft.Compute/*",
		"path": ["properties", "permissions", 0, "actions", 0],
		"actual": "Microsoft.Compute/*",
		"level": "warn",
	}}
}

test_reading_the_control_plane_is_harmless if {
	denied(role(["*/read", "Microsoft.Storage/*/Read"], [])) == set()
}

test_reading_all_data_is_not if {
	some violation in denied(role([], ["Microsoft.Storage/*/read"]))
	violation.level == "warn"
	violation.message == "allows with data what is not named by the wildcard Microsoft.Storage/*/read"
}

test_permissions_without_data_actions_are_judged if {
	bare := {"properties": {"type": "CustomRole", "permissions": [{"actions": ["*"]}]}}
	count(denied(bare)) == 1
}

test_roles_of_azure_are_left_alone if {
	builtin := object.union(role(["*"], []), {"properties": {"type": "BuiltInRole"}})
	no_wildcard_roles.not_applicable with input as builtin
	denied(builtin) == set()
}

test_unknown_facts_cannot_be_evaluated if {
	unknown({"properties": {"permissions": []}}) == {"whether the role is a custom one is not known"}
	unknown({"properties": {"type": "CustomRole", "permissions": null}}) == {"what the role allows is not known"}
	unknown({"properties": {"type": "BuiltInRole"}}) == set()
	unknown({}) == {"whether the role is a custom one is not known"}
}
