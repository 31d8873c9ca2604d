# fish completion of cmic-wizard. The program itself says what may stand at the cursor.
function __cmic_wizard_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l option (string match -r '^--[^=]*=' -- $current)
    set -l path (string replace -r '^--[^=]*=' '' -- $current)
    for line in (command cmic-wizard __complete fish ":$current" $before[2..-1] 2>/dev/null)
        switch $line
            case ':files*'
                for found in (__fish_complete_path "$path")
                    echo "$option$found"
                end
            case ':folders*'
                for found in (__fish_complete_directories "$path")
                    echo "$option$found"
                end
            case '*'
                echo $line
        end
    end
end
complete -c cmic-wizard -f -a '(__cmic_wizard_complete)'
