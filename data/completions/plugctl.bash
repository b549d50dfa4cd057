# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of plugctl for bash. The program itself knows what may stand where.

_plugctl ()
{
  local word line prefix i
  local -a words=()

  COMPREPLY=()
  # As it is meant: without what quotes it, and in one piece where bash takes it apart at "=".
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]//\\/}
    word=${word#[\"\']}
    if ((i > 1)) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
  done
  # What is replaced is behind the last "=".
  prefix=
  [[ ${words[-1]} == *=* ]] && prefix=${words[-1]%"${words[-1]##*=}"}

  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
      return
    fi
    word=${line%%$'\t'*}
    word=${word#"$prefix"}
    if [[ $word == *= ]]; then
      compopt -o nospace 2>/dev/null
    elif [[ ${COMP_WORDS[COMP_CWORD]} != [\"\']* ]]; then
      printf -v word %q "$word"
    fi
    COMPREPLY+=("$word")
  done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}

complete -F _plugctl plugctl
