using System.Collections.Immutable;
using System.Linq;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>ATG05xx: strategy files. The reader says the whole message, at run time too.</summary>
internal static class FileDescriptors
{
    public static readonly DiagnosticDescriptor Syntax = Descriptors.Error(FileProblemIds.Syntax, "A strategy file is JSON", "{0}");

    public static readonly DiagnosticDescriptor UnknownKey = Descriptors.Error(FileProblemIds.UnknownKey, "A strategy file has known keys", "{0}");

    public static readonly DiagnosticDescriptor WrongType = Descriptors.Error(FileProblemIds.WrongType, "A value in a strategy file has its type", "{0}");

    public static readonly DiagnosticDescriptor OutOfRange = Descriptors.Error(FileProblemIds.OutOfRange, "A number in a strategy file is in range", "{0}");

    public static readonly DiagnosticDescriptor Missing = Descriptors.Error(FileProblemIds.Missing, "A strategy file says what it must", "{0}");

    public static readonly DiagnosticDescriptor Contradiction = Descriptors.Error(FileProblemIds.Contradiction, "A strategy file does not contradict itself", "{0}");

    public static readonly DiagnosticDescriptor Name = Descriptors.Error(FileProblemIds.Name, "A strategy in a file has a name of its own", "{0}");

    public static readonly DiagnosticDescriptor Model = Descriptors.Error(FileProblemIds.Model, "A strategy file is for a tunable model", "{0}");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [Syntax, UnknownKey, WrongType, OutOfRange, Missing, Contradiction, Name, Model];

    public static DiagnosticDescriptor Of(string id) => All.Single(descriptor => descriptor.Id == id);
}
