# METADATA
# scope: package
# title: Somebody answers when it breaks
# description: >-
#   A domain that serves others is asked when its data is late or wrong. For products of the highest tiers a person or a
#   channel answers, and says how fast. Where no tier is stated, a product that other domains read should name whom to ask.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/support-communication-channels/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: SLA-006
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   parameters:
#     tiers: {type: set, default: ["1"], tighter: superset, description: Tiers whose products need a contact with a response time}
#   remediation: >-
#     Name a contact of {name} in the custom property onCall, such as {{contact: crm-on-call, responseTime: 30m}}, or a channel
#     with a responseTime in support.
package mesh.service_level.on_call

import data.lib.lists
import data.lib.parties
import data.lib.words
import data.parameters

in_tier if input.tier in parameters.tiers

untiered if object.get(input, "tier", null) == null

contacts := array.concat(
	[contact | some contact in [object.get(input, "on_call", null)]; contact != null],
	[channel | some channel in lists.of(input.support_channels)],
)

deny contains violation if {
	in_tier
	count(contacts) == 0
	violation := {
		"message": sprintf("is of tier %s, and names neither an on-call contact nor a support channel", [input.tier]),
		"path": ["support"],
		"key": "contact",
	}
}

deny contains violation if {
	in_tier
	count(contacts) > 0
	count([contact | some contact in contacts; answers_in_time(contact)]) == 0
	violation := {
		"message": sprintf("is of tier %s, and no contact says how fast it answers", [input.tier]),
		"path": ["support"],
		"key": "response_time",
	}
}

deny contains violation if {
	untiered
	count(input.consumer_domains) > 0
	count(contacts) == 0
	violation := {
		"message": sprintf("is read by %s %s, and names nobody to ask when it breaks", [
			noun,
			words.enumeration(input.consumer_domains),
		]),
		"path": ["support"],
		"key": "contact",
		"level": "warn",
		"parties": parties.known(array.concat([input.domain], input.consumer_domains)),
	}
}

answers_in_time(contact) if is_number(contact.response_time)

noun := "the domain" if {
	count(input.consumer_domains) == 1
} else := "the domains"

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if {
	not untiered
	not in_tier
}

not_applicable if {
	untiered
	input.consumers_complete
	count(input.consumer_domains) == 0
}

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	untiered
	count(contacts) == 0
	not input.consumers_complete
}
