using System.Runtime.InteropServices;
using TorchSharp;

namespace AttnGen.Gpu.Devices;

/// <summary>The libtorch that was found, beside the one that TorchSharp's own library was compiled with.</summary>
/// <param name="Version">What the loaded libtorch calls itself: <c>2.10.0</c>; null where it does not say.</param>
/// <param name="Wanted">The version that TorchSharp was compiled with.</param>
/// <param name="Missing">Functions that TorchSharp's library asks for and this libtorch lacks: a call of one ends the process.</param>
internal sealed record LibTorchMatch(string? Version, string Wanted, IReadOnlyList<string> Missing)
{
    private const string TorchSharpFile = "libLibTorchSharp.so";
    private const int Named = 5;

    /// <summary>Looks at the libraries of this process.</summary>
    public static LibTorchMatch Current()
    {
        // The first call loads libtorch.
        using var first = torch.zeros(1);
        var library = LoadedLibraries.Find("libtorch.so") ?? LoadedLibraries.Find("libtorch_cpu.so");
        if (library is null || !NativeLibrary.TryLoad(library, out var torchHandle))
        {
            return new LibTorchMatch(null, torch.__version__, []);
        }

        string? version = null;
        if (NativeLibrary.TryGetExport(torchHandle, "aoti_torch_abi_version", out var abi))
        {
            unsafe
            {
                var number = ((delegate* unmanaged[Cdecl]<ulong>)abi)();
                version = FormattableString.Invariant($"{number >> 56}.{(number >> 48) & 0xff}.{(number >> 40) & 0xff}");
            }
        }

        var file = new[] { AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native") }.Select(folder => Path.Combine(folder, TorchSharpFile)).FirstOrDefault(File.Exists);
        // A handle's exports are those of what it needs, too: of libtorch's other libraries, and of the C and C++ runtimes.
        var missing = file is null ? [] : ElfSymbols.Undefined(File.ReadAllBytes(file)).Where(name => !IsCppRuntime(name) && !NativeLibrary.TryGetExport(torchHandle, name, out _));
        return new LibTorchMatch(version, torch.__version__, [.. missing.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Whether it is the version that TorchSharp was compiled with, but for its last number.</summary>
    public bool IsExact => Version is not null && Version.Split('.')[..2].SequenceEqual(Wanted.Split('.')[..2]) && Missing.Count == 0;

    /// <summary>What is wrong, and what to do; null where nothing is.</summary>
    public string? Advice
    {
        get
        {
            if (IsExact)
            {
                return null;
            }

            var lacking = Missing.Count == 0 ? "It has all functions that TorchSharp's library asks for" : $"It lacks {Missing.Count} functions that TorchSharp's library asks for ({string.Join(", ", Missing.Take(Named))}{(Missing.Count > Named ? ", ..." : "")})";
            return $"TorchSharp was compiled with libtorch {Wanted}, and this is libtorch {Version ?? "of a version that it does not tell"}. {lacking}; whether they do the same the checks tell. "
                + "For a matching one, name its folder in ATTNGEN_LIBTORCH: the lib folder of torch 2.10 in a Python installation, or the files of the package TorchSharp-cuda-linux.";
        }
    }

    /// <summary>Whether a function is one of namespace std: an older runtime's lack of them is the business of AttnGen's loading.</summary>
    private static bool IsCppRuntime(string name) => name.StartsWith("_ZSt", StringComparison.Ordinal) || name.StartsWith("_ZNSt", StringComparison.Ordinal) || name.StartsWith("_ZNKSt", StringComparison.Ordinal);
}
