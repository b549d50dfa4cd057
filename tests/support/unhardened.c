/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program with nothing that hardens it; see build-aux/check-elf. */

int
main (void)
{
  return 0;
}
