using System.Runtime.CompilerServices;
using TorchSharp;

namespace AttnGen;

/// <summary>Which modules have a session, so that a second one is refused, also on a part or on the whole of such a model.</summary>
internal static class SessionRegistry
{
    private static readonly ConditionalWeakTable<torch.nn.Module, torch.nn.Module> RootsByModule = [];
    private static readonly Lock Gate = new();

    /// <summary>Claims a model and everything in it.</summary>
    /// <exception cref="TuningException">Something of it has a session.</exception>
    public static void Claim(torch.nn.Module root)
    {
        lock (Gate)
        {
            foreach (var (path, module) in Tree(root))
            {
                if (RootsByModule.TryGetValue(module, out var owner))
                {
                    var where = path.Length == 0 ? "It" : $"Its part '{path}'";
                    throw new TuningException($"{root.GetType().Name} cannot begin a session: {where} takes part in a session of {owner.GetType().Name} that has not ended. Dispose that session first.");
                }
            }

            foreach (var (_, module) in Tree(root))
            {
                RootsByModule.AddOrUpdate(module, root);
            }
        }
    }

    /// <summary>Gives a model back.</summary>
    public static void Release(torch.nn.Module root)
    {
        lock (Gate)
        {
            foreach (var module in RootsByModule.Where(entry => ReferenceEquals(entry.Value, root)).Select(entry => entry.Key).ToList())
            {
                RootsByModule.Remove(module);
            }
        }
    }

    /// <summary>Whether the model, or something in it, takes part in a session.</summary>
    public static bool Has(torch.nn.Module root)
    {
        lock (Gate)
        {
            return Tree(root).Any(entry => RootsByModule.TryGetValue(entry.Module, out _));
        }
    }

    private static IEnumerable<(string Path, torch.nn.Module Module)> Tree(torch.nn.Module root) =>
        root.named_modules().Select(entry => (entry.name, entry.module)).Prepend(("", root));
}
