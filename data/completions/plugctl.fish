# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of plugctl for fish. The program itself knows what may stand where.

function __plugctl_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates ($words[1] __complete $words[2..-1] 2>/dev/null)
    if test "$candidates" = :files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $candidates
    end
end

complete -c plugctl -f -a '(__plugctl_complete)'
