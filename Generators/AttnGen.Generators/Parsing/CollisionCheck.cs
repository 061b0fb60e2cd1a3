using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether the class declares or inherits a member that the generated part has too.</summary>
internal static class CollisionCheck
{
    public static bool Passes(INamedTypeSymbol type, bool projects, bool moves, bool tunes, Action<Problem> report)
    {
        var collisions = type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !IsGenerated(member) && Collides(member, projects, moves, tunes)).ToList();
        // A member cannot have its class's name either.
        if (type.Name is "Describe" or "RegisterComponents" || (projects && type.Name == "Project") || (tunes && type.Name is "BeginTuning" or "DefaultStrategy" or "ModelGroups"))
        {
            collisions.Add(type);
        }

        collisions.ForEach(member => report(new Problem(ShapeDescriptors.Collision, member.Place(), [member.Name, type.Name])));
        var passes = collisions.Count == 0;
        foreach (var member in Inherited(type))
        {
            if (Hides(member, projects, tunes))
            {
                report(new Problem(ShapeDescriptors.Collision, type.Place(), [$"{member.ContainingType.Name}.{member.Name}", type.Name]));
                passes = false;
            }
        }

        return passes;
    }

    /// <summary>What the classes above declare and the class sees. Nobody here can rename what another assembly declares.</summary>
    private static IEnumerable<ISymbol> Inherited(INamedTypeSymbol type) => !SymbolEqualityComparer.Default.Equals(type.BaseType?.ContainingAssembly, type.ContainingAssembly) ? [] : type.BaseType!.SelfAndBases()
        .TakeWhile(parent => SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, type.ContainingAssembly))
        .SelectMany(parent => parent.GetMembers())
        .Where(member => member is { IsImplicitlyDeclared: false, DeclaredAccessibility: not Accessibility.Private } && !IsGenerated(member));

    /// <summary>Whether a generated member would take an inherited one's name from the class's own code. What overrides one is meant to take its place.</summary>
    private static bool Hides(ISymbol member, bool projects, bool tunes) => member.Name is not ("RegisterComponents" or "Describe" or "_toEpilog") && Collides(member, projects, moves: false, tunes);

    /// <summary>The analyzer sees the class with its generated part.</summary>
    internal static bool IsGenerated(ISymbol member) =>
        member.FindAttribute("System.CodeDom.Compiler.GeneratedCodeAttribute") is { ConstructorArguments: [{ Value: ModuleEmitter.ToolName }, _] };

    private static bool Collides(ISymbol member, bool projects, bool moves, bool tunes) => member.Name switch
    {
        "RegisterComponents" => IsMethod(member, 0),
        "Describe" => IsMethod(member, 1, "AttnGen.CompilerServices.ModuleMap"),
        "_toEpilog" => moves && IsMethod(member, 3),
        "Project" => projects && (IsMethod(member, 1, Names.Tensor) || IsMethod(member, 2, Names.Tensor)),
        "BeginTuning" => tunes && IsMethod(member, 1, "AttnGen.TuningOptions"),
        "DefaultStrategy" or "ModelGroups" => tunes,
        _ => projects && MatrixNames.InOrder.Any(role => role.Slot() == member.Name),
    };

    /// <summary>A method of the same signature, or anything else of the same name.</summary>
    private static bool IsMethod(ISymbol member, int parameters, string? firstType = null) =>
        member is not IMethodSymbol method
        || (method.Arity == 0 && method.Parameters.Length == parameters && (firstType is null || method.Parameters.All(parameter => parameter.Type.IsNamed(firstType))));
}
