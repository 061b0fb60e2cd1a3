using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Incrementality;

/// <summary>All that a compilation declares, as a fingerprint: of its files, references and options.</summary>
internal sealed class DeclarationSpace
{
    private static readonly ConditionalWeakTable<Compilation, DeclarationSpace> Known = new();
    private static readonly ConditionalWeakTable<object, Number> Numbers = new();
    private static long last;

    private DeclarationSpace(Fingerprint value) => Value = value;

    private Fingerprint Value { get; }

    public static Fingerprint Of(Compilation compilation) => Known.GetValue(compilation, static found => new DeclarationSpace(Compute(found))).Value;

    private static Fingerprint Compute(Compilation compilation)
    {
        var print = default(Fingerprint);
        print.Add(compilation.AssemblyName ?? "");
        print.Add(NumberOf(compilation.Options));
        foreach (var reference in compilation.References)
        {
            print.Add(NumberOf(reference));
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            print.Add(NumberOf(tree.Options));
            print.Add(DeclarationFingerprint.Of(tree));
        }

        return print;
    }

    /// <summary>An object's own number: the same object stands for the same content, and two are taken to differ.</summary>
    private static ulong NumberOf(object found) => (ulong)Numbers.GetValue(found, static _ => new Number(Interlocked.Increment(ref last))).Value;

    private sealed class Number(long value)
    {
        public long Value { get; } = value;
    }
}
