using System.CommandLine;
using System.Text.Json.Nodes;
using AttnGen.Generators.Tests.Cost;

namespace AttnGen.Benchmarks;

/// <summary>What an edit costs the generator, beside the least that any generator can do, and the least of one that knows a class's members, in the same run.</summary>
internal static class GeneratorCost
{
    private const int Unrelated = 1000;
    private const int Annotated = 50;

    public static Command Command()
    {
        var edits = new Option<int>("--edits") { Description = "Edits of each kind.", DefaultValueFactory = _ => 60 };
        var command = new Command("generator", "The cost of an edit with 1,000 unrelated files and 50 annotated classes, and of 500 classes.") { edits };
        command.SetAction(parsed => Run(parsed.GetValue(edits)));
        return command;
    }

    private static void Run(int edits)
    {
        var project = new CostProject(Unrelated, Annotated);
        var results = new JsonObject();
        // The first to run would pay for the compiler's own start.
        foreach (var generator in new[] { CostProject.Trivial, CostProject.Binding, CostProject.Own })
        {
            project.Measure(generator, EditKind.MethodBody, edits);
        }

        foreach (var kind in Enum.GetValues<EditKind>())
        {
            var trivial = project.Measure(CostProject.Trivial, kind, edits);
            var binding = project.Measure(CostProject.Binding, kind, edits);
            var own = project.Measure(CostProject.Own, kind, edits);
            results[$"{kind}"] = new JsonObject
            {
                ["trivialKilobytes"] = trivial.Kilobytes,
                ["bindingKilobytes"] = binding.Kilobytes,
                ["kilobytes"] = own.Kilobytes,
                ["allocationRatio"] = Math.Round(own.Kilobytes / trivial.Kilobytes, 3),
                ["allocationRatioToBinding"] = Math.Round(own.Kilobytes / binding.Kilobytes, 3),
                ["trivialMilliseconds"] = trivial.Milliseconds,
                ["bindingMilliseconds"] = binding.Milliseconds,
                ["milliseconds"] = own.Milliseconds,
                ["timeRatio"] = Math.Round(own.Milliseconds / trivial.Milliseconds, 3),
                ["timeRatioToBinding"] = Math.Round(own.Milliseconds / binding.Milliseconds, 3),
                ["changedOutputs"] = own.ChangedOutputs,
            };
        }

        var (small, large) = (new CostProject(0, Annotated), new CostProject(0, 10 * Annotated));
        var (few, many) = (small.Measure(CostProject.Own, EditKind.MethodBody, edits), large.Measure(CostProject.Own, EditKind.MethodBody, edits));
        var (trivialFew, trivialMany) = (small.Measure(CostProject.Trivial, EditKind.MethodBody, edits), large.Measure(CostProject.Trivial, EditKind.MethodBody, edits));
        results["tenTimesTheClasses"] = new JsonObject
        {
            ["allocationRatio"] = Math.Round(many.Kilobytes / few.Kilobytes, 2),
            ["timeRatio"] = Math.Round(many.Milliseconds / few.Milliseconds, 2),
            ["trivialAllocationRatio"] = Math.Round(trivialMany.Kilobytes / trivialFew.Kilobytes, 2),
            ["trivialTimeRatio"] = Math.Round(trivialMany.Milliseconds / trivialFew.Milliseconds, 2),
        };
        ResultFile.Write("generator.json", results);
    }
}
