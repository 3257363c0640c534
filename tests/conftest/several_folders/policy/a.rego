package main

deny contains "from the first folder" if limits.most < input.count
