using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AttnGen.Generators.Analysis.Usage;

/// <summary>Questions to operations.</summary>
internal static class Operations
{
    public static IOperation Unwrap(this IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }

    /// <summary>The field or property of this instance that an expression is, or null.</summary>
    public static ISymbol? OwnMember(this IOperation? operation) =>
        operation?.Unwrap() is IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } reference ? reference.Member : null;

    /// <summary>The variable that an expression names: a local, a parameter, a field or a property of this instance.</summary>
    public static ISymbol? Variable(this IOperation? operation) => operation?.Unwrap() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        var other => other.OwnMember(),
    };

    /// <summary>The argument of a parameter, where it is written down.</summary>
    public static IArgumentOperation? Argument(this IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit);

    public static IEnumerable<T> Inside<T>(this IOperation operation)
        where T : IOperation => operation.DescendantsAndSelf().OfType<T>();

    /// <summary>The outermost operation of the body that an operation stands in.</summary>
    public static IOperation Body(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
