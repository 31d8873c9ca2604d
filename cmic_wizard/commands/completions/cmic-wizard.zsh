#compdef cmic-wizard
# zsh completion of cmic-wizard. The program itself says what may stand at the cursor.
_cmic-wizard() {
    local line found about
    local -a words_before whole begun
    words_before=("${(@Q)words[2,CURRENT-1]}")
    while IFS= read -r line; do
        found=${line%%$'\t'*} about=${line#*$'\t'}
        case $found in
            :files) compset -P '--*='; _files; return ;;
            :folders) compset -P '--*='; _files -/; return ;;
            *[=,:]) begun+=("${${found//\\/\\\\}//:/\\:}:$about") ;;
            ?*) whole+=("${${found//\\/\\\\}//:/\\:}:$about") ;;
        esac
    done < <(command cmic-wizard __complete zsh ":${(Q)PREFIX}" "$words_before[@]" 2>/dev/null)
    _describe -V cmic-wizard begun -S '' -- whole
}
if [[ $funcstack[1] == _cmic-wizard ]]; then
    _cmic-wizard "$@"
else
    compdef _cmic-wizard cmic-wizard
fi
