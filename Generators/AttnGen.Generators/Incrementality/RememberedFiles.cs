using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Incrementality;

/// <summary>What the strategy files declare, for as long as none of them is another and no source file declares anything else.</summary>
internal sealed class RememberedFiles
{
    // By a project's first file: two projects do not share one.
    private readonly ConditionalWeakTable<StrategyFileModel, Entry> entries = new();

    public StrategyFilesModel Of(ImmutableArray<StrategyFileModel> files, bool withErrors, Compilation compilation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (files.IsEmpty)
        {
            return new StrategyFilesModel(default, default);
        }

        var space = DeclarationSpace.Of(compilation);
        if (entries.TryGetValue(files[0], out var known) && known.Files.SequenceEqual(files) && known.WithErrors == withErrors && known.Space.Equals(space))
        {
            return known.Model;
        }

        var model = StrategyFileParser.Parse(files, compilation, withErrors);
        entries.Remove(files[0]);
        entries.GetValue(files[0], _ => new Entry(files, withErrors, space, model));
        return model;
    }

    private sealed record Entry(ImmutableArray<StrategyFileModel> Files, bool WithErrors, Fingerprint Space, StrategyFilesModel Model);
}
