using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Security;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>From strategy files to what is emitted for them, by the rules of a class's attributes.</summary>
internal static class StrategyFileParser
{
    private const string Ending = ".attngen.g.cs";

    /// <summary>The strategies of all files but copies. A name that an earlier file, in the order of their paths, has already is not emitted again.</summary>
    public static IReadOnlyList<StrategyTypeModel> Parse(IEnumerable<StrategyFileModel> files, Compilation compilation, Action<Problem> report)
    {
        var found = new List<StrategyTypeModel>();
        var names = new Dictionary<string, (string Name, StrategyFileModel File)>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Originals(files).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            foreach (var problem in file.Content.Problems)
            {
                report(Textual(file, problem));
            }

            if (Model(file, compilation, report) is not { } model)
            {
                continue;
            }

            foreach (var strategy in file.Content.Strategies.Where(strategy => !file.Content.Problems.Any(problem => problem.Range == strategy.NameRange)))
            {
                var space = file.Content.Namespace ?? (model.ContainingNamespace.IsGlobalNamespace ? null : model.ContainingNamespace.ToDisplayString().Replace("@", ""));
                var name = space is null ? strategy.Name : $"{space}.{strategy.Name}";
                var access = StrategyTypeParser.IsPublic(model) ? "public" : "internal";
                var place = new PlaceModel($"{name}{Ending}", space is null ? null : Escaped(space), default, $"{access} static partial class {Symbols.EscapeDeclared(strategy.Name)}", strategy.Name);
                var refusal = NameRefusal(file, strategy, space, name, place, names, compilation);
                names[name] = names.TryGetValue(name, out var first) ? first : (name, file);
                if (refusal is null)
                {
                    found.Add(Strategy(file, strategy, place, access, model, compilation, report));
                }
                else
                {
                    report(new Problem(FileDescriptors.Name, file.Locate(strategy.NameRange), [refusal]));
                }
            }

            SweepCheck.Check(file, model, compilation.Assembly, report);
        }

        return found;
    }

    /// <summary>Of files of one name and text the one that is least deep: what a build copied into its output stands below the project.</summary>
    private static IEnumerable<StrategyFileModel> Originals(IEnumerable<StrategyFileModel> files)
    {
        var originals = new List<StrategyFileModel>();
        foreach (var file in files.OrderBy(file => file.Path.Count(character => character is '/' or '\\')).ThenBy(file => file.Path, StringComparer.Ordinal))
        {
            if (!originals.Exists(file.IsCopyOf))
            {
                originals.Add(file);
            }
        }

        return originals;
    }

    /// <summary>Why there can be no class of a strategy's name, or null.</summary>
    private static string? NameRefusal(
        StrategyFileModel file, FileStrategy strategy, string? space, string name, PlaceModel place, Dictionary<string, (string Name, StrategyFileModel File)> names, Compilation compilation)
    {
        if (StrategyTypeParser.Generated.Contains(strategy.Name) || strategy.Name == "Options")
        {
            return $"A strategy cannot be called {strategy.Name}: its class has a member of that name.";
        }

        if (names.TryGetValue(name, out var other))
        {
            return Twice(file, name, other.File, other.Name);
        }

        if (IsTaken(compilation, name, place))
        {
            return $"There is a type {name} already. Give the strategy another name, or say \"namespace\".";
        }

        if (IsNamespace(compilation, name) || names.Keys.Any(declared => declared.StartsWith($"{name}.", StringComparison.Ordinal)))
        {
            return $"There is a namespace {name} already. Give the strategy another name, or say \"namespace\".";
        }

        return space is not null && Prefixes(space).FirstOrDefault(part => IsType(compilation, part) || names.Keys.Any(declared => declared == part)) is { } type
            ? $"{type} is a type, so that there can be no namespace {space}. Say another \"namespace\"." : null;
    }

    private static string Twice(StrategyFileModel file, string name, StrategyFileModel otherFile, string other)
    {
        const string Advice = "Give one of them another name, or a namespace of its own";
        return other != name ? $"'{otherFile.FileName}' declares a strategy {other}, which {name} differs from in case alone: their generated files would have one name. {Advice}."
            : file != otherFile && file.FileName == otherFile.FileName ? $"'{file.Path}' and '{otherFile.Path}' both declare a strategy {name}. {Advice}; if one file is an old copy of the other, delete it."
            : $"'{otherFile.FileName}' declares a strategy {name} already. {Advice}.";
    }

    /// <summary>The strategies, and the errors where no analyzer tells them.</summary>
    public static StrategyFilesModel Parse(IReadOnlyList<StrategyFileModel> files, Compilation compilation, bool withErrors)
    {
        var errors = new List<FileErrorModel>();
        var strategies = Parse(files, compilation, withErrors ? Collect : Problem.Ignore);
        return new StrategyFilesModel(strategies.ToEquatableArray(), errors.ToEquatableArray());

        void Collect(Problem problem)
        {
            if (problem is { IsError: true, Location: { } place })
            {
                var line = place.GetLineSpan();
                errors.Add(new FileErrorModel(line.Path, line.StartLinePosition.Line + 1, problem.Text));
            }
        }
    }

    private static StrategyTypeModel Strategy(StrategyFileModel file, FileStrategy strategy, PlaceModel place, string access, INamedTypeSymbol model, Compilation compilation, Action<Problem> report)
    {
        // A strategy that is wrong as a text is not judged by its model too.
        var parsed = StrategyParser.ParseFor(model, FileDeclarer.Declarations(file, strategy, compilation.Assembly), strategy.IsSound ? report : Problem.Ignore);
        var wrong = file.Content.Problems.FirstOrDefault();
        var error = wrong is null ? parsed.Error : Textual(file, wrong).Text;
        return new StrategyTypeModel(place, model.Reference(), access, parsed with { Error = error is null ? null : $"{file.FileName}: {error}" })
        {
            Options = strategy.Options == new FileOptions() ? null : strategy.Options,
            ForeignMap = model.IsTunable() ? null : ForeignModels.Of(compilation.Assembly).Find(model)?.Model.Map,
            OptionOrigins = OptionOrigins.Of(file, strategy).ToEquatableArray(),
            Source = InDocumentation(file.FileName),
        };
    }

    private static INamedTypeSymbol? Model(StrategyFileModel file, Compilation compilation, Action<Problem> report)
    {
        if (file.Content.Model is not { } name)
        {
            return null;
        }

        // A nested class's metadata name has a plus, which nobody writes.
        var model = Candidates(name).Select(compilation.GetTypeByMetadataName).FirstOrDefault(type => type is not null);
        if (model is not null && Hidden(model, compilation) is { } hidden)
        {
            report(new Problem(FileDescriptors.Model, file.Locate(file.Content.ModelRange), [hidden]));
            return null;
        }

        if (model is not null && ((model.IsTunable() && model.Is(Names.TorchModule)) || ForeignModels.Of(compilation.Assembly).Find(model) is not null))
        {
            return model;
        }

        // A name without its namespace, or with another one. A class with type parameters has no name that a file could say.
        var meant = compilation.GetSymbolsWithName(name.Substring(name.LastIndexOf('.') + 1), SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(type => type.IsTunable() && !type.SelfAndContainers().Any(part => part.IsGenericType)).Take(2).ToList() is [var only]
            ? only.ToDisplayString().Replace("@", "") : null;
        report(new Problem(FileDescriptors.Model, file.Locate(file.Content.ModelRange), [model is null
            ? $"There is no class {name}. \"model\" is the full name of a [TunableModule] class, with its namespace.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}"
            : $"{name} is no [TunableModule] class. Mark it, name another model, or declare one of another assembly by [assembly: TuneModel<{model.Name}>]."])
        {
            Properties = model is null && meant is not null ? ImmutableDictionary<string, string?>.Empty.Add("replacement", $"\"{meant}\"") : ImmutableDictionary<string, string?>.Empty,
        });
        return null;
    }

    /// <summary>Why a class of the strategy's own could not name a model, or null.</summary>
    private static string? Hidden(INamedTypeSymbol model, Compilation compilation)
    {
        if (compilation.IsSymbolAccessibleWithin(model, compilation.Assembly))
        {
            return null;
        }

        var shown = model.ToDisplayString();
        return SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, compilation.Assembly)
            ? $"{shown} is not visible to the class of a strategy: it, or a class that it is in, is private or protected. Make it internal or public."
            : $"{shown} is not visible to this assembly. Make it public in '{model.ContainingAssembly.Name}', or declare the strategy there.";
    }

    private static IEnumerable<string> Candidates(string name)
    {
        yield return name;
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            yield return name.Substring(0, dot) + "+" + name.Substring(dot + 1).Replace('.', '+');
        }
    }

    /// <summary>Whether somebody wrote a type of that name; the generated one is there too when the analyzer looks.</summary>
    private static bool IsTaken(Compilation compilation, string name, PlaceModel place) =>
        compilation.Assembly.GetTypeByMetadataName(name)?.DeclaringSyntaxReferences.Any(reference => !reference.SyntaxTree.FilePath.EndsWith(place.HintName, StringComparison.Ordinal)) ?? false;

    /// <summary>A namespace, and those that it is in.</summary>
    private static IEnumerable<string> Prefixes(string space)
    {
        for (var end = space.IndexOf('.'); end > 0; end = space.IndexOf('.', end + 1))
        {
            yield return space.Substring(0, end);
        }

        yield return space;
    }

    /// <summary>Whether somebody wrote a type of that name; those of generated strategies are told by the files.</summary>
    private static bool IsType(Compilation compilation, string name) =>
        compilation.Assembly.GetTypeByMetadataName(name)?.DeclaringSyntaxReferences.Any(reference => !reference.SyntaxTree.FilePath.EndsWith(Ending, StringComparison.Ordinal)) ?? false;

    /// <summary>Whether somebody wrote a namespace of that name; those of generated strategies are there too when the analyzer looks.</summary>
    private static bool IsNamespace(Compilation compilation, string name)
    {
        INamespaceSymbol? space = compilation.Assembly.GlobalNamespace;
        foreach (var part in name.Split('.'))
        {
            space = space?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        }

        return space?.DeclaringSyntaxReferences.Any(reference => !reference.SyntaxTree.FilePath.EndsWith(Ending, StringComparison.Ordinal)) ?? false;
    }

    private static Problem Textual(StrategyFileModel file, FileProblem problem) => new(FileDescriptors.Of(problem.Id), file.Locate(problem.Range), [problem.Message])
    {
        Properties = problem.Replacement is { } replacement ? ImmutableDictionary<string, string?>.Empty.Add("replacement", replacement) : ImmutableDictionary<string, string?>.Empty,
    };

    /// <summary>A file's name may hold what is markup in a documentation comment.</summary>
    private static string InDocumentation(string name) => SecurityElement.Escape(OneLine.Of(name));

    private static string Escaped(string space) => string.Join(".", space.Split('.').Select(Symbols.Escape));
}
