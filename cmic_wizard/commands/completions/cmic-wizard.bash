# bash completion of cmic-wizard, for bash 3.2 or later. The program itself says what may stand at the cursor.
_cmic_wizard() {
    local line=${COMP_LINE:0:COMP_POINT} words=() last=-1 part i found about joined
    COMPREPLY=()
    # COMP_WORDS is broken at `=` and `:` too; what no space divides belongs together.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        if ((last < 0)) || [[ $line == [[:space:]]* ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            words[++last]=
        fi
        part=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || part=$line
        words[last]+=$part
        line=${line#"$part"}
    done
    joined=${words[last]%"$part"} # what readline leaves standing before the word that it completes
    [[ $part == [=:]* ]] && joined+=${part:0:1}
    while IFS=$'\t' read -r found about; do
        case $found in
            :files) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "${part#=}")) ;;
            :folders)
                compopt -o filenames 2>/dev/null
                while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen -d -- "${part#=}")
                ;;
            ?*)
                [[ $found != *[=,:] ]] || compopt -o nospace 2>/dev/null
                COMPREPLY+=("${found#"$joined"}")
                ;;
        esac
    done < <(command cmic-wizard __complete bash ":${words[last]}" "${words[@]:1:last-1}" 2>/dev/null)
}
complete -F _cmic_wizard cmic-wizard
