using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks;

/// <summary>A committed result, with the machine that it was measured on.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static void Write(string name, JsonObject results)
    {
        var json = new JsonObject
        {
            ["machine"] = new JsonObject
            {
                ["system"] = RuntimeInformation.OSDescription,
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["architecture"] = $"{RuntimeInformation.ProcessArchitecture}",
                ["processors"] = Environment.ProcessorCount,
                ["roslyn"] = typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.GetName().Version!.ToString(),
            },
            ["results"] = results,
        };
        var text = json.ToJsonString(Indented) + "\n";
        var path = SourceTree.At("Tests", "AttnGen.Benchmarks", "results", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        Console.WriteLine(text);
    }
}
