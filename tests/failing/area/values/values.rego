# METADATA
# title: Every letter is a
# description: It is here so that its tests can fail in every way.
# custom:
#   subject: product
package mesh.area.values

deny contains {"message": sprintf("%s is wrong", [x])} if {
	some x in input.xs
	x != "a"
}

inverse := 1 / input.x

sample := input.sample
