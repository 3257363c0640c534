# METADATA
# scope: package
# title: Refusals
# description: What the federation refused of a file, as violations.
package lib.refusals

import data.lib.lists

# One violation for each refusal.
violations(subject) := {violation |
	some refusal in lists.of(object.get(subject, "refusals", null))
	violation := {
		"message": said(refusal),
		"path": refusal.path,
		"key": refusal.key,
		"remediation": sentence(refusal.help),
	}
}

# The other place that takes part stands behind the message.
said(refusal) := sprintf("%s; %s (%s)", [refusal.message, refusal.beside.message, refusal.beside.at]) if {
	is_object(refusal.beside)
} else := refusal.message if {
	is_string(refusal.message)
} else := "takes no effect"

sentence(text) := sprintf("%s%s.", [upper(substring(text, 0, 1)), substring(text, 1, -1)]) if {
	not endswith(text, "?")
} else := sprintf("%s%s", [upper(substring(text, 0, 1)), substring(text, 1, -1)])
