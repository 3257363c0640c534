# METADATA
# title: Nothing shows what it does
# custom:
#   subject: product
package mesh.area.bare

deny contains "x" if input.a == 1
