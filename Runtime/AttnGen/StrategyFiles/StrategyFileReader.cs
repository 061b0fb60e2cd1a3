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
    public static StrategyFileText Read(string text)
    {
        var problems = new List<FileProblem>();
        var root = JsonReader.Read(text, problems);
        var file = FileObject.Of(root, "A strategy file", problems);
        if (file is null)
        {
            return new StrategyFileText(null, root.Range, null, [], InOrder(problems));
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

        file.RefuseOthers();
        return new StrategyFileText(modelName, model?.Value.Range ?? new TextRange(root.Range.Start, 1), spaceName, strategies, InOrder(problems));

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

    private static IReadOnlyList<FileProblem> InOrder(List<FileProblem> problems) => [.. problems.OrderBy(problem => problem.Range.Start)];

    public static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(character => char.IsLetterOrDigit(character) || character == '_');
}
