using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Incrementality;

/// <summary>
/// The model of a class, for as long as its own file is the same and no other file declares anything else. Roslyn asks for the model of each
/// annotated class again after every key that is pressed anywhere; binding its members anew is most of what a generator costs.
/// </summary>
/// <remarks>A model is values only, so that no compilation is held; an entry goes with its node.</remarks>
internal sealed class Remembered<TModel>(Func<INamedTypeSymbol, TModel?> parse)
    where TModel : class
{
    private readonly ConditionalWeakTable<SyntaxNode, Entry> entries = new();

    public TModel? Of(GeneratorAttributeSyntaxContext target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var space = DeclarationSpace.Of(target.SemanticModel.Compilation);
        if (entries.TryGetValue(target.TargetNode, out var known) && known.Space.Equals(space))
        {
            return known.Model;
        }

        var model = target.TargetSymbol is INamedTypeSymbol type && IsFirstMark(target) ? parse(type) : null;
        entries.Remove(target.TargetNode);
        entries.GetValue(target.TargetNode, _ => new Entry(space, model));
        return model;
    }

    /// <summary>A mark on two parts of a class is the compiler's error; the class has one model all the same.</summary>
    private static bool IsFirstMark(GeneratorAttributeSyntaxContext target) =>
        target.TargetSymbol.GetAttributes().First(mark => Kind(mark).Equals(Kind(target.Attributes[0]), SymbolEqualityComparer.Default)).ApplicationSyntaxReference is { } mark
        && mark.SyntaxTree == target.TargetNode.SyntaxTree && target.TargetNode.Span.Contains(mark.Span);

    private static INamedTypeSymbol Kind(AttributeData mark) => mark.AttributeClass!.OriginalDefinition;

    private sealed record Entry(Fingerprint Space, TModel? Model);
}
