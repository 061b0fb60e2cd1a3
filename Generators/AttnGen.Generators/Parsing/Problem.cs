using System;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Something that the parser found wrong. The analyzer reports it; the generator keeps the text of one that makes a strategy invalid.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Location? Location, object[] Arguments)
{
    /// <summary>What a code fix needs beside the place: the right rank, for example.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Says that the place is in the class that lacks the mark.</summary>
    public static readonly ImmutableDictionary<string, string?> Unmarked = ImmutableDictionary<string, string?>.Empty.Add("unmarked", null);

    /// <summary>Says that the class is a model, and cannot be static.</summary>
    public static readonly ImmutableDictionary<string, string?> Model = ImmutableDictionary<string, string?>.Empty.Add("model", null);

    /// <summary>A reporter for those who do not report; checks that only report are left out for it.</summary>
    public static readonly Action<Problem> Ignore = static _ => { };

    /// <summary>Whether what it is about cannot be honoured.</summary>
    public bool IsError => Descriptor.DefaultSeverity == DiagnosticSeverity.Error;

    public string Text => $"{Descriptor.Id}: {string.Format(CultureInfo.InvariantCulture, Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), Arguments)}";
}
