# Sends a signal to processes of a session from inside its container; ends with 1 where there was
# nobody to get it. Arguments: the session's mark, its leader's id or nothing, who, the signal.
# No program but the shell's own, apart from cat: images have little.
mark=$1 leader=$2 who=$3 signal=$4
members= foreground=

# The fields of /proc/<pid>/stat behind the name, which may hold anything.
stat() {
    read -r line <"/proc/$1/stat" || return 1
    line=${line##*) }
    set -- $line
    state=$1 group=$3 session=$4 tpgid=$6
}

if [ -z "$leader" ]; then
    for folder in /proc/[0-9]*; do
        pid=${folder#/proc/}
        case $(cat "$folder/environ" 2>/dev/null) in
        *"$mark"*) stat "$pid" && leader=$session && break ;;
        esac
    done 2>/dev/null
fi
[ -n "$leader" ] || exit 1

for folder in /proc/[0-9]*; do
    pid=${folder#/proc/}
    stat "$pid" || continue
    [ "$session" = "$leader" ] || continue
    case $state in Z | X) continue ;; esac
    foreground=$tpgid
    case $who in
    children) [ "$pid" = "$leader" ] || members="$members $pid" ;;
    *) members="$members $pid" ;;
    esac
done 2>/dev/null

case $who in
foreground) [ "${foreground:-0}" -gt 0 ] && members=-$foreground ;;
group) [ -n "$members" ] && members=-$leader ;;
children) [ -n "$members" ] || members=$leader ;;
esac
[ -n "$members" ] || exit 1
kill -"$signal" $members 2>/dev/null
exit 0
