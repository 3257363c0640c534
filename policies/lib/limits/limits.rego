# METADATA
# scope: package
# title: Limits of Azure
# description: >-
#   What a rule says of a limit that fills up: a warning from `parameters.warn_share` of it on, and the rule's own level from
#   `parameters.deny_share` on.
package lib.limits

# The violation for a limit `{count, limit}` at a path of the subject; undefined where it is far from full or not known.
violation(usage, path, noun, remark) := object.union(told(usage, path, noun, remark), level) if {
	known(usage)
	level := level_of(usage.count / usage.limit)
}

# Whether both numbers are known.
known(usage) if {
	is_number(usage.count)
	is_number(usage.limit)
}

# What a violation at this share of a limit adds: its level, where that is not the rule's own.
level_of(share) := {} if {
	share >= data.parameters.deny_share
} else := {"level": "warn"} if {
	share >= data.parameters.warn_share
}

told(usage, path, noun, remark) := {
	"message": sprintf("%d of %d %s (%d %%)%s", [
		usage.count,
		usage.limit,
		noun,
		floor((usage.count / usage.limit) * 100),
		remark,
	]),
	"path": path,
	"actual": usage.count,
	"expected": usage.limit,
}
