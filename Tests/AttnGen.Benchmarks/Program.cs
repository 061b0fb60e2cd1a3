using System.CommandLine;
using AttnGen.Benchmarks;
using AttnGen.Benchmarks.Speed;

var root = new RootCommand("Measurements of AttnGen, each with a committed result.")
{
    GeneratorCost.Command(), Fuzzing.Sources(), Fuzzing.Files(), Kills.Command(), SpeedCommand.Command(), SpeedCommand.ChildCommand(), SpeedTable.Command(),
};
return await root.Parse(args).InvokeAsync();
