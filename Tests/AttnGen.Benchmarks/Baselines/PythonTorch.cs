using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>The program of <c>python/lora.py</c>, where a Python of this machine has PyTorch.</summary>
internal static class PythonTorch
{
    /// <summary>As long as a step takes there, few must do.</summary>
    private const int Count = 4;

    /// <summary>Its version, and what it multiplies by; the reference BLAS, which takes ten times as long, is nobody's PyTorch.</summary>
    private const string Probe =
        """
        import sys, torch
        blas = "MKL" if torch.backends.mkl.is_available() else next((name for name in ("openblas-openmp", "openblas", "blis") if name in open("/proc/self/maps").read()), None)
        if blas is None: sys.exit("reference BLAS")
        print(torch.__version__, blas)
        """;

    /// <summary>The first on the path may be one without packages, beside the system's own.</summary>
    private static readonly string[] Candidates = ["python3", "/usr/bin/python3"];

    private static readonly Lazy<(string Program, string Version)?> Found = new(Find);

    /// <summary>Why it cannot be measured, or null.</summary>
    public static string? Missing => Found.Value is null ? "no Python here has torch with a fast BLAS (on Debian: apt-get install python3-torch libopenblas0-openmp)" : null;

    public static string Version => Required.Version;

    private static (string Program, string Version) Required => Found.Value ?? throw new InvalidOperationException($"PyTorch cannot be measured: {Missing}.");

    /// <summary>The milliseconds of whole steps, those of the first left out.</summary>
    public static IReadOnlyList<double> Steps(BertConfiguration configuration, SpeedScale scale, int threads)
    {
        using var process = Start(Required.Program, configuration, scale, threads, scale == SpeedScale.Full ? Count : 2, keepsMemory: true);
        var output = process.StandardOutput.ReadToEnd();
        End(process);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }

    /// <summary>The seconds from the start of a process to the end of its first step.</summary>
    public static double FirstStep(BertConfiguration configuration, SpeedScale scale, int threads)
    {
        // Found before the clock starts: to look for it is to start it once, and to import torch.
        var program = Required.Program;
        var began = Stopwatch.GetTimestamp();
        using var process = Start(program, configuration, scale, threads, 1, keepsMemory: false);
        _ = process.StandardOutput.ReadLine();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        End(process);
        return seconds;
    }

    private static Process Start(string program, BertConfiguration configuration, SpeedScale scale, int threads, int steps, bool keepsMemory)
    {
        var (size, length) = scale == SpeedScale.Full ? (RandomBatch.Size, RandomBatch.Length) : (2, 8);
        string[] arguments =
        [
            SourceTree.At("Tests", "AttnGen.Benchmarks", "Baselines", "python", "lora.py"), "--vocabulary", $"{configuration.VocabularySize}", "--width", $"{configuration.HiddenSize}",
            "--layers", $"{configuration.Layers}", "--heads", $"{configuration.Heads}", "--intermediate", $"{configuration.IntermediateSize}", "--positions", $"{configuration.MaxLength}",
            "--batch", $"{size}", "--length", $"{length}", "--threads", $"{threads}", "--steps", $"{steps}",
        ];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        // An OpenBLAS with threads of its own would not hear of PyTorch's number.
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        if (keepsMemory)
        {
            // What NativeAllocator.KeepFreedMemory does in the processes that it is compared with.
            start.Environment["MALLOC_MMAP_THRESHOLD_"] = start.Environment["MALLOC_TRIM_THRESHOLD_"] = "1073741824";
            start.Environment["MALLOC_TOP_PAD_"] = "67108864";
        }

        return Process.Start(start)!;
    }

    private static void End(Process process)
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The PyTorch program ended with {process.ExitCode}.");
        }
    }

    private static (string, string)? Find()
    {
        foreach (var candidate in Candidates)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(candidate, ["-c", Probe]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var errors = process.StandardError.ReadToEndAsync();
                var version = process.StandardOutput.ReadToEnd().Trim();
                process.WaitForExit();
                errors.GetAwaiter().GetResult();
                if (process.ExitCode == 0)
                {
                    return (candidate, version);
                }
            }
            catch (Win32Exception)
            {
                // There is no such program.
            }
        }

        return null;
    }
}
