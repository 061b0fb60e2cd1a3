using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Incrementality;

/// <summary>
/// The models of other assemblies that a project declares, for as long as no file declares anything else. A third look through all files for an attribute
/// would cost every project a tenth of what the others do; a project without such declarations is asked for its files' heads alone.
/// </summary>
internal sealed class RememberedForeign
{
    private static readonly ForeignModelsModel None = new(default(EquatableArray<ForeignModel>));

    private readonly ConditionalWeakTable<SyntaxTree, object> declaring = new();

    // By a project's options, which an edit of its files leaves as they are.
    private readonly ConditionalWeakTable<CompilationOptions, Entry> entries = new();

    public ForeignModelsModel Of(Compilation compilation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!compilation.SyntaxTrees.Any(Declares))
        {
            return None;
        }

        var space = DeclarationSpace.Of(compilation);
        if (entries.TryGetValue(compilation.Options, out var known) && known.Space.Equals(space))
        {
            return known.Models;
        }

        var models = new ForeignModelsModel(ForeignModels.Of(compilation.Assembly).All.Select(declared => declared.Model).ToEquatableArray());
        entries.Remove(compilation.Options);
        entries.GetValue(compilation.Options, _ => new Entry(space, models));
        return models;
    }

    /// <summary>Whether a file's attributes on the assembly, or the names that it gives to types, may speak of a model.</summary>
    private bool Declares(SyntaxTree tree) => (bool)declaring.GetValue(tree, static found => found.GetRoot() is CompilationUnitSyntax unit
        && (unit.AttributeLists.Any(list => list.Attributes.Any(attribute => Speaks(attribute.Name))) || unit.Usings.Any(import => import.Alias is not null && Speaks(import.NamespaceOrType))));

    private static bool Speaks(TypeSyntax name) => name.ToString().Contains("TuneModel");

    private sealed record Entry(Fingerprint Space, ForeignModelsModel Models);
}
