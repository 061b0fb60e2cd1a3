using System;
using Microsoft.CodeAnalysis;

namespace AttnGen.CodeFixes;

/// <summary>One way to mend a place.</summary>
/// <param name="Title">What the editor shows.</param>
/// <param name="Key">Says which offers of several diagnostics are the same, for mending all at once.</param>
/// <param name="Changed">The root afterwards.</param>
internal sealed record Offer(string Title, string Key, Func<SyntaxNode> Changed);
