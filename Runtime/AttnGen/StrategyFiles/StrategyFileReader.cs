using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>
/// Reads a strategy file's text and checks all that the text alone decides. The generator compiles this file too, so that what compiles is what is
/// read at run time.
/// </summary>
internal static class StrategyFileReader
{
    /// <summary>What is said of a file in another encoding, of which nothing can be read.</summary>
    public static readonly StrategyFileText NotUtf8 = new(
        null, default, null, null, [], null, [new FileProblem(FileProblemIds.Syntax, default, "A strategy file is in UTF-8, and this one is not. Save it in UTF-8.")]);

    public static StrategyFileText Read(string text)
    {
        var problems = new List<FileProblem>();
        return Read(JsonReader.Read(text, problems), problems);
    }

    /// <summary>The same of a value that was read already, with what was wrong about it.</summary>
    public static StrategyFileText Read(JsonNode root, List<FileProblem> problems)
    {
        var file = FileObject.Of(root, "A strategy file", problems);
        if (file is null)
        {
            return new StrategyFileText(null, root.Range, null, null, [], null, InOrder(problems));
        }

        file.TakeText(file.Take("$schema"));
        var model = file.Require("model");
        var space = file.Take("namespace");
        var (modelName, spaceName) = (Name(file, model), Name(file, space));
        var strategies = new List<FileStrategy>();
        if (file.Require("strategies") is { } member && FileObject.Of(member.Value, "\"strategies\"", problems) is { } all)
        {
            if (all.Members.Count == 0)
            {
                problems.Add(new FileProblem(FileProblemIds.Missing, all.Range, "\"strategies\" declares none: it has a key for each, its name."));
            }

            strategies.AddRange(all.Members.Select(strategy => StrategyReader.Read(strategy, problems)));
        }

        var use = Use(file, strategies, problems);
        var sweep = SweepReader.Read(file, strategies, problems);
        file.RefuseOthers();
        return new StrategyFileText(modelName, model?.Value.Range ?? new TextRange(root.Range.Start, 1), spaceName, use, strategies, sweep, InOrder(problems));

        string? Name(FileObject owner, JsonMember? named)
        {
            if (owner.TakeText(named) is not { } found)
            {
                return null;
            }

            if (found.Split('.').All(IsIdentifier))
            {
                return found;
            }

            problems.Add(new FileProblem(FileProblemIds.Name, named!.Value.Range, $"\"{found}\" is no name of a {(named.Name == "model" ? "class, with its namespace" : "namespace")}, like \"Application.Models\"."));
            return null;
        }
    }

    /// <summary>The strategy that a host takes, where the file says it.</summary>
    private static string? Use(FileObject file, List<FileStrategy> strategies, List<FileProblem> problems)
    {
        var member = file.Take("use");
        return file.TakeText(member) is { } name ? NamedStrategy.Find("\"use\"", name, member!.Value.Range, strategies, file.NameComparer, problems)?.Name : null;
    }

    private static IReadOnlyList<FileProblem> InOrder(List<FileProblem> problems) => [.. problems.OrderBy(problem => problem.Range.Start)];

    public static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(character => char.IsLetterOrDigit(character) || character == '_');
}
