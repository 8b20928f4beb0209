on run argv
display notification (item 1 of argv) with title "Rostrum"
end run
