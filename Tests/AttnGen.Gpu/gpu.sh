#!/usr/bin/env bash
# Checks AttnGen on the GPU of this machine, and measures its training step beside PyTorch's; on the CPU where there is no GPU, and the results say so.
#
#   Tests/AttnGen.Gpu/gpu.sh publish          builds the program into out/gpu/app, natively (an SDK, clang and zlib's headers), and libtorch for the CPU beside it
#   Tests/AttnGen.Gpu/gpu.sh [OPTION...]      runs it, with or without an SDK and a network; options are those of "run" (--help)
#
# A machine without an SDK needs this repository with out/gpu/app (about 20 MB). libtorch is the first of
#   the folder that ATTNGEN_LIBTORCH names
#   the torch of a Python installation: with CUDA, 2.10 or later (TorchSharp was compiled with 2.10; another version is said, and the checks tell)
#   out/gpu/libtorch, for the CPU only
# ATTNGEN_RESULTS names the folder for the results, Tests/AttnGen.Gpu/results by default;
# ATTNGEN_PYTHON names the Python whose torch is measured and looked for; python3 by default.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
app=$root/out/gpu/app
cpu=$root/out/gpu/libtorch
program=$app/AttnGen.Gpu

say() { echo "gpu.sh: $*" >&2; }

publish() {
  rm -rf "$app" "$cpu"
  dotnet publish "$here" -c Release -r linux-x64 -p:Native=true -o "$app"
  mkdir -p "$cpu"
  # libtorch is 480 MB, and a GPU machine has its own; TorchSharp's library stays beside the program.
  find "$app" -maxdepth 1 -name 'lib*.so*' ! -name 'libLibTorchSharp.so' ! -name 'libSkiaSharp.so' -exec mv -t "$cpu" {} +
  find "$app" -maxdepth 1 \( -name '*.dbg' -o -name '*.pdb' -o -name '*.xml' \) -delete
  say "published: $(du -sh "$app" | cut -f1) in $app, $(du -sh "$cpu" | cut -f1) in $cpu"
}

# The first Python that has torch: "program version folder-of-torch".
find_torch() {
  local candidate found
  for candidate in ${ATTNGEN_PYTHON:-python3 /usr/bin/python3}; do
    if found=$("$candidate" -c 'import os, torch; print(torch.__version__, os.path.dirname(torch.__file__))' 2>/dev/null); then
      echo "$candidate $found"
      break
    fi
  done
}

# Whether a version is 2.10 or later.
is_late() {
  local major minor
  IFS=. read -r major minor _ <<<"$1"
  [[ $major =~ ^[0-9]+$ && $minor =~ ^[0-9]+$ ]] && ((major > 2 || (major == 2 && minor >= 10)))
}

if [[ ${1:-} == publish ]]; then
  publish
  exit
fi

# A copy from elsewhere may have lost its mode.
[[ -f $program ]] && chmod +x "$program"
if [[ ! -x $program ]]; then
  if ! command -v dotnet >/dev/null; then
    say "there is neither $program nor an SDK. Run 'gpu.sh publish' where there is one, and bring out/gpu/app here."
    exit 1
  fi
  publish
fi

read -r python version folder < <(find_torch) || true
libtorch=
if [[ -n ${ATTNGEN_LIBTORCH:-} ]]; then
  libtorch=$ATTNGEN_LIBTORCH
  if [[ ! -e $libtorch/libtorch_cpu.so ]]; then
    say "ATTNGEN_LIBTORCH is '$libtorch', where there is no libtorch_cpu.so. Name the folder with libtorch's libraries."
    exit 1
  fi
elif [[ -n $python ]]; then
  if [[ ! -e $folder/lib/libtorch_cuda.so ]]; then
    say "the torch $version of $python has no CUDA."
  elif is_late "$version"; then
    libtorch=$folder/lib
    [[ $version == 2.10.* ]] || say "the torch of $python is $version, and TorchSharp was compiled with 2.10: the checks tell whether it works with that one. Otherwise name a libtorch 2.10 in ATTNGEN_LIBTORCH."
  else
    say "the torch of $python is $version, too old for TorchSharp, which was compiled with 2.10. Name a libtorch 2.10 in ATTNGEN_LIBTORCH for a GPU."
  fi
fi

if [[ -z $libtorch ]]; then
  if [[ ! -e $cpu/libtorch_cpu.so ]]; then
    say "no libtorch was found. Name the folder of a libtorch 2.10 in ATTNGEN_LIBTORCH, or install torch 2.10 in Python."
    exit 1
  fi
  say "libtorch for the CPU is used."
  libtorch=$cpu
fi

# What CUDA's packages beside a Python's torch bring.
for each in "$libtorch"/../../nvidia/*/lib; do
  [[ -d $each ]] && libtorch=$libtorch:$(cd "$each" && pwd)
done

export ATTNGEN_OUTER_LIBRARY_PATH=${LD_LIBRARY_PATH:-}
export LD_LIBRARY_PATH=$libtorch${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export PYTHONUNBUFFERED=1
exec "$program" run --output "${ATTNGEN_RESULTS:-$here/results}" ${python:+--python "$python" --script "$root/Tests/AttnGen.Benchmarks/Baselines/python/lora.py"} "$@"
