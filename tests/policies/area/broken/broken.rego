# METADATA
# title: Some of its tests and examples fail, so that the runner can be tested
# custom:
#   subject: product
#   parameters:
#     max: {type: integer, default: 0, tighter: lower}
package mesh.area.broken

import data.parameters

not_applicable if input.skip

deny contains {"message": sprintf("a is %d", [input.a]), "path": ["a"]} if input.a > parameters.max

cannot_evaluate contains "a is not known" if not input.a
