using System.Linq;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Incrementality;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>
/// Whether <c>Apply</c> means something from outside where a class stands: a class of the name, or a method by <c>using static</c>. Where no file of the project
/// declares the name nothing is looked up, so that what another assembly declares is not seen there.
/// </summary>
internal static class OuterApply
{
    public static bool Reaches(INamedTypeSymbol type) => type.ContainingAssembly is ISourceAssemblySymbol { Compilation: var compilation } && DeclarationSpace.SaysApply(compilation)
        && type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .Any(declaration => !compilation.GetSemanticModel(declaration.SyntaxTree).LookupSymbols(declaration.Identifier.SpanStart, name: ProductEmitter.Method).IsEmpty);
}
